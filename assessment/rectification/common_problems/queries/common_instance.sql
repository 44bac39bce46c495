-- common_instance: which findings are worked as part of which common problem.
--
-- grain  one row per common problem and finding, however many sweeps named it

select distinct common, finding
from common_instance
order by common, finding;
