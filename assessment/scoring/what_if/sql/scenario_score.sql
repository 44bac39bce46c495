-- scenario_score: `indicator_score` of every affected unit in every scenario, as if each were a unit.
--
-- grain     one row per scenario, affected unit and indicator
-- from      usual_score, moved_score, affected, entangled, move

select s.* replace (a.scenario || '/' || s.unit as unit)
from usual_score as s
join affected as a on a.unit = s.unit
join move as m on m.scenario = a.scenario
join entangled as e on e.indicator = s.indicator
where e.entangled <> m.entangled
union all
select m.* exclude (scenario) replace (m.scenario || '/' || m.unit as unit)
from moved_score as m
join affected as a on a.scenario = m.scenario and a.unit = m.unit
