-- scenario_total: every unit's total in every scenario.
--
-- grain     one row per scenario and unit
-- from      move, unit, total_score (of `scenario_score`), usual_total (as it is)

select
    m.scenario,
    t.* replace (m.scenario || '/' || t.unit as unit)
from usual_total as t
cross join move as m
where not exists (select 1 from affected as a where a.scenario = m.scenario and a.unit = t.unit)
union all
select split_part(t.unit, '/', 1) as scenario, t.*
from total_score as t
