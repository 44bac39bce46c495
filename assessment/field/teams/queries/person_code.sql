-- person_code: the code of everyone who is or was in a team.

select person
from person
order by person;
