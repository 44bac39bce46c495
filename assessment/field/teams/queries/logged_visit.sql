-- logged_visit: every visit that stands, as far as links between teams and units are concerned.

select visit, team, unit, starts, ends
from visit;
