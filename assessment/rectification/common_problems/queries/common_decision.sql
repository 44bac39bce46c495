-- common_decision: everything that was decided of one common problem, the oldest first.
--
-- $common

select
    common, scope, problem, case when withdrawn then 'withdrawn' else state end as state, period,
    units, with_data, findings, target, reason, decided_by, decided_at, entry
from common_problem_entry
where common = $common
order by entry;
