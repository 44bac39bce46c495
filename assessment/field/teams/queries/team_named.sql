-- team_named: every team by its code and name.

select team, name
from team
order by team;
