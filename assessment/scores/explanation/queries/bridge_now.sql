-- bridge_now: every answer there is, as scoring reads them.

select unit, period, field, value
from answer;
