-- register_person: everyone who is or was in a team, as they were last described.

select person, name, body, post, home
from person
order by person;
