-- assignment: every link of a team and a unit there was or is, in the order they were recorded.
--
-- ends   the last day; null is still

select assignment, team, unit, kind, starts, ends, succeeds, note
from assignment
order by assignment;
