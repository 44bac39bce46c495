-- register_team: every team as it was last described.

select team, name, kind, sending_body, sending_level, batch, contact_leader
from team
order by team;
