-- common_instance: which findings are worked as part of which common problem.
--
-- grain  one row per common problem and finding, whichever sweep named it first

select common, finding, min(sweep) as sweep
from common_instance
group by common, finding
order by common, finding;
