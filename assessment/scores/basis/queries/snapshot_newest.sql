-- snapshot_newest: the snapshot a period is shown by; no row while it is not published.
--
-- $period

select snapshot, period, framework, levels, counts, asked, others, note, published_by, published_at
from snapshot
where period = $period
order by snapshot desc
limit 1;
