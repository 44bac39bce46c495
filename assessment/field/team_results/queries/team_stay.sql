-- team_stay: the days a team was somewhere, up to a day.
--
-- $team, $day
-- $units        where the asker may look

select v.unit, v.starts, least(v.ends, $day) as ends
from visit as v
where v.team = $team and v.starts <= $day and list_contains($units, v.unit)
order by v.starts, v.visit;
