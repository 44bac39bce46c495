-- common_problem: what was decided last of each problem in each scope, in the order of the numbers.

select
    common, scope, problem, state, period, units, with_data, findings, target, reason, decided_by,
    decided_at, entry
from common_problem
order by common;
