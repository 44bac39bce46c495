-- sealed_visit: everything of one kind a snapshot holds, as it is sealed.
--
-- $snapshot

select *
from snapshot_visit
where snapshot = $snapshot
order by visit;
