-- county_finding: what was found in a unit in a period, newest first.
--
-- $unit, $period

select
    f.finding,
    f.problem,
    f.strength,
    f.indicator,
    f.severity,
    f.state,
    f.stage,
    f.description,
    f.found_on,
    t.name as team_name
from finding as f
left join team as t on t.team = f.team
where f.unit = $unit and f.period = $period
order by f.found_on desc, f.finding desc;
