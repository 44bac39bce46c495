-- directed: every value turned so that more is better, and logged where the indicator asks for it.
--
-- grain     one row per unit and indicator asked, valued or not (`now` = 1); and one per value of an
--           earlier period (`now` = 0) of indicators that pool all periods
-- from      indicator_value, earlier_value, unit, rule
-- rule      z = sign · value, or sign · ln(value + offset); `group_key` is the group to compare within
-- unknown   no value, no z

with seen as (
    select unit, indicator, value, state, 1 as now
    from indicator_value
    union all
    select e.unit, e.indicator, e.value, 'value' as state, 0 as now
    from earlier_value as e
    join rule as r on r.part = 'indicator' and r.code = e.indicator and r.all_periods = 1
)

select
    s.unit,
    s.indicator,
    s.now,
    s.state,
    s.value,
    case r.pooled
        when 'peer_group' then u.peer_group
        when 'prefecture' then u.prefecture
        else 'all'
    end as group_key,
    case
        when r.treatment = 'log'
            then case when s.value + r.log_offset > 0 then r.sign * ln(s.value + r.log_offset) end
        else r.sign * s.value
    end as z
from seen as s
join unit as u on u.unit = s.unit
join rule as r on r.part = 'indicator' and r.code = s.indicator
