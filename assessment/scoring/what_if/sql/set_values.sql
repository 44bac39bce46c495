-- set_values: the values of one batch of moves, in which no two bear on the same scores.
--
-- from      move

update indicator_value
set value = m.value, state = 'value', reason = null
from move as m
where m.batch = $batch and m.unit = indicator_value.unit and m.indicator = indicator_value.indicator
