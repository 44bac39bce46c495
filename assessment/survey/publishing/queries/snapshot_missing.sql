-- snapshot_missing: the units of a snapshot that were neither approved nor published in it.
--
-- $snapshot

select unit, name, name_en, state, answers
from snapshot_unit
where snapshot = $snapshot and state not in ('approved', 'published')
order by unit;
