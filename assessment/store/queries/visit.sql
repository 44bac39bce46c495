-- visit: every visit, in the order they were recorded.

select visit, team, unit, kind, starts, ends, place, diary
from visit
order by visit;
