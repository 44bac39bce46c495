-- period_counts: which answers of a period count, and what counties see of each other in it.
--
-- $period

select counts, others
from period_rule
where period = $period;
