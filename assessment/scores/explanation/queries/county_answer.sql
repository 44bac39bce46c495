-- county_answer: what counts of a unit's answers in a period, beside what it reported itself; who
-- filed it, when and in what.
--
-- $unit, $period
-- verdict  accepted or corrected where a reviewer verified it; not_counted where only verified
--          answers count and this one is not; null where it counts on the unit's own word
-- verified_by, verified_at, verdict_note  of that reviewer; null without one
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
    end as verdict,
    v.given_by as verified_by,
    v.given_at as verified_at,
    v.note as verdict_note
from current_answer as a
left join counted_answer as c using (unit, period, field)
left join (
    select *
    from verdict
    where level = 'province' and decision in ('accepted', 'corrected')
) as v
    on c.verified and v.unit = a.unit and v.period = a.period and v.field = a.field
where a.unit = $unit and a.period = $period
order by a.field;
