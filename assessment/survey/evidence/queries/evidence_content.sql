-- evidence_content: which bytes lie beside one unit's answers of one period.
--
-- $unit, $period
-- grain    one row per file and indicator

select indicator, field, hash, entry
from evidence
where unit = $unit and period = $period
order by evidence;
