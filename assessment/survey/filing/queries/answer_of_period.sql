-- answer_of_period: what every unit last said in a period, in all three states.
--
-- $period
-- grain    one row per unit and field that anything was ever said of
-- unknown  no row: never said. State missing: said to be missing. Neither is a zero.

select unit, field, state, value, evidence, note
from current_answer
where period = $period
order by unit, field;
