-- sealed_evidence: everything of one kind a snapshot holds, as it is sealed.
--
-- $snapshot

select *
from snapshot_evidence
where snapshot = $snapshot
order by evidence;
