-- sealed_prefecture: everything of one kind a snapshot holds, as it is sealed.
--
-- $snapshot

select *
from snapshot_prefecture
where snapshot = $snapshot
order by prefecture;
