-- scenario_answer: one unit's answers, copied for each move that is an answer, with that answer in.
--
-- grain     one row per scenario, period and field
-- from      answer, move

select
    m.scenario as unit,
    a.period,
    a.field,
    a.value
from main.answer as a
cross join move as m
where a.unit = m.unit and m.field is not null and not (a.field = m.field and a.period = $period)
union all
select scenario as unit, $period as period, field, answer as value
from move
where field is not null
