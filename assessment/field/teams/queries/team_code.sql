-- team_code: the code of every team.

select team
from team
order by team;
