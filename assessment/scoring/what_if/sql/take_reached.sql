-- take_reached: the value each answer gives, into the moves.
--
-- from      reached

update move
set value = reached.value
from reached
where reached.scenario = move.scenario
