-- diary_finding: what was found by one team or on some visits, newest first.
--
-- $team       of one team; null is any
-- $visits     on some visits; null is any, and without one too
-- $units      where the asker may look

select
    f.finding, f.visit, f.team, f.unit, f.period, f.problem, f.strength, f.indicator, f.severity,
    f.description, f.found_on, f.stage, f.confirmed
from finding as f
where ($team::varchar is null or f.team = $team)
    and ($visits::bigint[] is null or list_contains($visits, f.visit))
    and list_contains($units, f.unit)
order by f.found_on desc, f.finding desc;
