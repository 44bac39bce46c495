-- observation: every visit of a county to others, newest first.

select observation, unit, day, host, people, recorded_by, recorded_at
from observation
order by day desc, observation desc;
