-- period: every period as it was last recorded, newest first.

select period, starts, ends, deadline, state
from period
order by starts desc, ends desc;
