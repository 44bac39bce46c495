-- register_member: who was in which team from when until when; an open end is still.

select team, person, is_leader, starts, ends
from team_member
order by team, starts, is_leader desc, person;
