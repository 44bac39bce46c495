-- sealed_answer: everything of one kind a snapshot holds, as it is sealed.
--
-- $snapshot

select *
from snapshot_answer
where snapshot = $snapshot
order by period, unit, field;
