-- coverage_visit: every visit that had begun by a day.
--
-- $day   a stay that goes on beyond it counts as having lasted until it

select
    v.visit,
    v.team,
    v.unit,
    v.kind,
    v.starts,
    least(v.ends, $day) as ends
from visit as v
where v.starts <= $day
order by v.unit, v.starts, v.visit;
