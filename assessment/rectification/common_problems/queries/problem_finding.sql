-- problem_finding: the findings of a period that name a common problem, and that somebody confirmed.
--
-- $period   the period a finding belongs to
-- source    who or what found it; that never changes, and so is not in a snapshot

select
    f.finding,
    f.unit,
    f.problem,
    f.severity,
    f.state,
    f.description,
    f.found_on,
    m.source,
    t.name as team_name
from finding as f
join main.finding as m on m.finding = f.finding
left join team as t on t.team = f.team
where f.period = $period and f.problem is not null and f.confirmed
order by f.unit, f.problem, f.found_on, f.finding;
