-- sealed_result: everything of one kind a snapshot holds, as it is sealed.
--
-- $snapshot

select *
from snapshot_result
where snapshot = $snapshot
order by name;
