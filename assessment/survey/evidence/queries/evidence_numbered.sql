-- evidence_numbered: one file given as evidence, unless it is withdrawn.
--
-- $evidence

select evidence, unit, period, indicator, hash, file_name, added_by, added_at, kind, size,
       field
from evidence
where evidence = $evidence;
