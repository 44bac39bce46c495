-- health_answer: the answers of a period that count, beside those of the period before.
--
-- $period, $previous
-- grain           one row per unit and field answered with a value
-- verified        whether a reviewer verified it; the value is then the verified one
-- previous_value  null where the period before has none

select
    a.unit,
    a.field,
    a.value,
    a.filed_at,
    a.verified,
    b.value as previous_value
from counted_answer as a
left join counted_answer as b
    on b.unit = a.unit and b.field = a.field and b.period = $previous and b.state = 'value'
where a.period = $period and a.state = 'value'
order by a.unit, a.field;
