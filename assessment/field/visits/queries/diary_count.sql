-- diary_count: how many visits and stays there are to read.
--
-- $team, $unit        of one team or one unit; null is any
-- $units              where the asker may look

select count(*) as visits
from visit as v
where ($team::varchar is null or v.team = $team)
    and ($unit::varchar is null or v.unit = $unit)
    and list_contains($units, v.unit);
