-- scenario_unit: the unit itself, under each scenario's name.
--
-- grain     one row per scenario
-- from      unit, move

select u.* replace (m.scenario as unit)
from main.unit as u
join move as m on m.unit = u.unit
