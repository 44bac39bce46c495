-- finding: one finding as it now stands; no row when there is none of that number.
--
-- $finding

select
    finding, unit, period, team, visit, problem, strength, indicator, severity, description,
    found_on, state
from finding
where finding = $finding;
