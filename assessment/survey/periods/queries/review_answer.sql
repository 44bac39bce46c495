-- review_answer: what some units submitted for a period, as reviewers look at it.
--
-- $period, $units
-- grain    one row per unit and field that was ever answered
-- unknown  state missing: was emptied again. No row: never said. Neither is a zero.

select unit, field, entry, state, value, evidence, note, filed_by, filed_at
from current_answer
where period = $period and list_contains($units, unit)
order by unit, field;
