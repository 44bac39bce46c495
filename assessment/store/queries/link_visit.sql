-- link_visit: the visits a team made to a unit, for whether a link may be withdrawn or cut short.
--
-- $team, $unit

select visit, team, unit, kind, starts, ends, place, diary
from visit
where team = $team and unit = $unit
order by starts, visit;
