-- coverage_finding: how many findings a period has in each unit that has any. What turned out to be
-- none, or is told under another, is not counted.
--
-- $period   the period a finding belongs to

select
    f.unit,
    count(*) as findings
from finding as f
where f.period = $period and f.stage not in ('unfounded', 'merged', 'voided')
group by f.unit
order by f.unit;
