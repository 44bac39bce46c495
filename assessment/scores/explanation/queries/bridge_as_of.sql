-- bridge_as_of: what scoring would have read at a moment.
--
-- $moment  UTC, as every table keeps it
-- rule     What a unit that had filed for a period by then had on record: entries of before that
--          moment, the last of each. A unit that first filed later said nothing then: of everything
--          it has on record in that period its first word stands, whenever it came, and only what
--          replaced that is a correction.

with timely as (
    select distinct unit, period
    from filing
    where filed_at < $moment
),

said as (
    select a.unit, a.period, a.field, a.state, a.value, a.entry,
           t.unit is not null as in_time, f.filed_at < $moment as by_then
    from answer_entry as a
    join filing as f using (filing)
    left join timely as t on t.unit = a.unit and t.period = a.period
),

answered as (
    select unit, period, field, value, state
    from said
    where by_then or not in_time
    qualify row_number() over (
        partition by unit, period, field order by case when in_time then -entry else entry end
    ) = 1
),

honoured as (
    select h.honour, h.unit, h.period, h.item, h.level, h.achievement, h.withdrawn
    from honour_entry as h
    join audit as r using (audit)
    left join timely as t on t.unit = h.unit and t.period = h.period
    where r."at" < $moment or t.unit is null
    qualify row_number() over (
        partition by h.honour order by case when t.unit is null then h.entry else -h.entry end
    ) = 1
),

-- As the view `counted_honour`: an achievement once, at its highest level.
counted as (
    select unit, period, item, level
    from honoured
    where not withdrawn
    qualify row_number() over (
        partition by unit, period, achievement
        order by case level when 'national' then 1 when 'provincial' then 2 else 3 end, honour
    ) = 1
),

declared as (
    select v.unit, v.period, v.item, v.lifted
    from veto_declaration_entry as v
    join audit as r using (audit)
    left join timely as t on t.unit = v.unit and t.period = v.period
    where r."at" < $moment or t.unit is null
    qualify row_number() over (
        partition by v.declaration order by case when t.unit is null then v.entry else -v.entry end
    ) = 1
)

select unit, period, field, value
from answered
where state in ('value', 'not_applicable')
union all
select unit, period, item || '.' || level as field, count(*)::double as value
from counted
group by unit, period, item, level
union all
select distinct unit, period, item as field, 1.0::double as value
from declared
where lifted is null;
