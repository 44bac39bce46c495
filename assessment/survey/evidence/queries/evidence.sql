-- evidence: the files that prove a unit's answers of a period, and are not withdrawn.
--
-- $unit, $period
-- grain    one row per file given; the same bytes may be given twice

select evidence, unit, period, indicator, hash, file_name, added_by, added_at, kind, size,
       field
from evidence
where unit = $unit and period = $period
order by indicator, evidence;
