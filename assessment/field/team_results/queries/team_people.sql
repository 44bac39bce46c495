-- team_people: who is and was in a team; its leader first, those who left last.
--
-- $team, $day   who was not in it on the day comes last

select p.person, p.name, p.body, m.is_leader, m.starts, m.ends
from team_member as m
join person as p on p.person = m.person
where m.team = $team
order by (m.ends is not null and m.ends < $day), not m.is_leader, m.starts, p.person;
