-- health_finding: the indicators of a unit that open findings of a period name.
--
-- $period
-- grain  one row per unit and indicator named by any

select
    f.unit,
    f.indicator,
    count(*) as findings
from finding as f
where f.period = $period and f.state = 'open' and f.confirmed and f.indicator is not null
group by f.unit, f.indicator
order by f.unit, f.indicator;
