-- survey_answer: what one unit last said in one period, in all three states.
--
-- $unit, $period
-- grain    one row per field that anything was ever said of
-- unknown  no row: never said. State missing: said to be missing. Neither is a zero.

select field, state, value, evidence, note
from current_answer
where unit = $unit and period = $period
order by field;
