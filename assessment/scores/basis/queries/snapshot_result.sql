-- snapshot_result: the scores of a snapshot as they were published.
--
-- $snapshot

select name, types, text, hash
from snapshot_result
where snapshot = $snapshot
order by name;
