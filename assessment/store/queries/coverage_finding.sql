-- coverage_finding: how many findings a period has in each unit that has any.
--
-- $period   the period a finding belongs to

select
    f.unit,
    count(*) as findings
from finding as f
where f.period = $period
group by f.unit
order by f.unit;
