-- sealed_finding: everything of one kind a snapshot holds, as it is sealed.
--
-- $snapshot

select *
from snapshot_finding
where snapshot = $snapshot
order by finding;
