-- county_visit: the visits to a unit that have a day in a period, newest first.
--
-- $unit
-- $starts, $ends   the days of the period

select
    v.visit,
    v.kind,
    v.starts,
    v.ends,
    v.place,
    v.diary,
    t.name as team_name
from visit as v
join team as t on t.team = v.team
where v.unit = $unit and v.starts <= $ends and v.ends >= $starts
order by v.starts desc, v.visit desc;
