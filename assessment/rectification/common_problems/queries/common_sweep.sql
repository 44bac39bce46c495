-- common_sweep: the sweeps for one common problem, the newest first.
--
-- $common

select sweep, common, period, units, holding, without_data, taken, swept_by, swept_at
from common_sweep
where common = $common
order by sweep desc;
