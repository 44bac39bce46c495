-- sealed_veto: everything of one kind a snapshot holds, as it is sealed.
--
-- $snapshot

select *
from snapshot_veto
where snapshot = $snapshot
order by declaration;
