-- visit: every visit, in the order they were recorded.

select visit, team, unit, kind, starts, ends, place, diary, method, from_time, until_time, visited,
       visited_kind, attended, workers, together, heard, seen, helped, reflection
from visit
order by visit;
