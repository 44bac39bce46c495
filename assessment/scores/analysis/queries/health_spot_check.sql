-- health_spot_check: what teams saw last of each answer of a period that stands.
--
-- $period
-- grain         one row per unit and field whose answer, as it stands, a team could judge
-- contradicted  the last look found otherwise, and the province has verified nothing since

select
    c.unit,
    c.field,
    c.outcome = 'differ' and v.entry is null as contradicted
from spot_check as c
join current_answer as a
    on a.unit = c.unit and a.period = c.period and a.field = c.field and a.entry = c.answer
left join verdict as v
    on v.unit = c.unit and v.period = c.period and v.field = c.field and v.level = 'province'
    and v.decision in ('accepted', 'corrected') and v.entry > c.entry
where c.period = $period and c.outcome in ('agree', 'differ')
qualify row_number() over (partition by c.unit, c.field order by c.entry desc) = 1
order by c.unit, c.field;
