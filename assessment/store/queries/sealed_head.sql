-- sealed_head: how a snapshot was run, as it is sealed.
--
-- $snapshot

select snapshot, period, framework, levels, counts, asked, others
from snapshot
where snapshot = $snapshot;
