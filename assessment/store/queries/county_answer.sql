-- county_answer: what counts of a unit's answers in a period, beside what it reported itself; who
-- filed it, when and in what.
--
-- $unit, $period
-- verdict  accepted or corrected where a reviewer verified it; not_counted where only verified
--          answers count and this one is not; null where it counts on the unit's own word
-- unknown  what does not count is missing to the scores

select
    a.field,
    coalesce(c.state, 'missing') as state,
    c.value,
    a.evidence,
    a.note,
    a.filed_by,
    a.filed_at,
    a.file_name,
    a.state as reported_state,
    a.value as reported_value,
    case
        when c.field is null then 'not_counted'
        when not c.verified then null
        when c.state = a.state and c.value is not distinct from a.value then 'accepted'
        else 'corrected'
    end as verdict
from current_answer as a
left join counted_answer as c using (unit, period, field)
where a.unit = $unit and a.period = $period
order by a.field;
