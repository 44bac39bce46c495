-- health_answer: what every unit answered in a period, beside its answer in the period before.
--
-- $period, $previous
-- grain           one row per unit and field answered with a value
-- previous_value  null where the period before has none

select
    a.unit,
    a.field,
    a.value,
    a.filed_at,
    b.value as previous_value
from current_answer as a
left join current_answer as b
    on b.unit = a.unit and b.field = a.field and b.period = $previous and b.state = 'value'
where a.period = $period and a.state = 'value'
order by a.unit, a.field;
