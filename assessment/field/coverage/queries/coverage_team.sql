-- coverage_team: every team there is.

select
    t.team,
    t.name,
    t.kind,
    t.sending_body,
    t.sending_level,
    t.batch
from team as t
order by t.team;
