-- period_counts: by which framework a period is run, which of its answers count, and what counties
-- see of each other in it.
--
-- $period

select framework, counts, others
from period_rule
where period = $period;
