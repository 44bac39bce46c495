-- scenario_affected_unit: the units of `scenario_score`.
--
-- grain     one row per scenario and affected unit
-- from      unit, affected

select u.* replace (a.scenario || '/' || u.unit as unit)
from main.unit as u
join affected as a on a.unit = u.unit
