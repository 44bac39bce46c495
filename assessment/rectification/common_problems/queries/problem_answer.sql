-- problem_answer: one field's answers of a period, as scoring reads them.

select
    a.unit,
    a.field,
    a.value
from answer as a
where a.period = $period and a.field in (select unnest($fields))
order by a.unit, a.field;
