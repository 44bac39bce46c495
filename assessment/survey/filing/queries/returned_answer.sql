-- returned_answer: what of one unit's submission was returned and stands so, with the reply to it.
--
-- $unit, $period
-- is_filed whether the form was submitted since, and not withdrawn
-- grain    one row per field and level that returned it; the province's last
-- unknown  answer: the field was not answered. explanation: none was written.
--          request: returned before returns said what they ask for

select v.field, v.level, v.entry as verdict, v.answer, v.reason, v.note, v.given_by, v.given_at,
       v.request, r.explanation, coalesce(r.changed, false) as changed,
       coalesce(r.proved, false) as proved,
       coalesce(s.submitted > v.entry, false) as is_filed
from verdict as v
left join reply as r on r.verdict = v.entry
left join (
    select
        unit, period,
        case
            when arg_max(event, entry) = 'submit' then max(entry)
        end as submitted
    from submission_entry
    where event in ('submit', 'withdraw')
    group by unit, period
) as s on s.unit = v.unit and s.period = v.period
where v.unit = $unit and v.period = $period and v.decision = 'returned'
order by v.field, v.level;
