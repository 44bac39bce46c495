-- 0016_withdrawn: a common problem that was confirmed by mistake is taken back.
--
-- That is a decision like the others. The check on a decision's state cannot be widened where it
-- stands, so such a row is kept as dismissed and says beside it that it was withdrawn.

alter table common_problem_entry add column withdrawn boolean;   -- null: no

create or replace view common_problem as
select common, scope, problem, case when withdrawn then 'withdrawn' else state end as state, period,
       units, with_data, findings, target, reason, decided_by, decided_at, entry
from common_problem_entry
qualify row_number() over (partition by common order by entry desc) = 1;
