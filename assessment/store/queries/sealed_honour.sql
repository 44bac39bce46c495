-- sealed_honour: everything of one kind a snapshot holds, as it is sealed.
--
-- $snapshot

select *
from snapshot_honour
where snapshot = $snapshot
order by honour;
