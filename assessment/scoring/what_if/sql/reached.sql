-- reached: what the value becomes: by the formula where an answer is given, or else as it is told.
--
-- grain     one row per scenario
-- from      move, indicator_value (of `scenario_unit`)

select
    m.scenario,
    case when m.field is null then m.value else v.value end as value
from move as m
left join indicator_value as v on v.unit = m.scenario and v.indicator = m.indicator
