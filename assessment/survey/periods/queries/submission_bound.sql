-- submission_bound: submissions under review or done, with the hash that is bound to.
--
-- $open    states in which the county may change its answers
-- grain    one row per unit and period

select unit, period, content
from submission
where content is not null and not list_contains($open::varchar[], state)
order by period, unit;
