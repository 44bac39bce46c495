-- said_by_unit: one unit's answers.

select field, value
from answer
where unit = $unit and period = $period
