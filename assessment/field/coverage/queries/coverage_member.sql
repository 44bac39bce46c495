-- coverage_member: who is in a team on a day, and the unit they come from. One person may be in
-- several.
--
-- $day   membership holds on its first and on its last day
-- home   null where nobody said

select distinct
    m.team,
    m.person,
    p.home
from team_member as m
join person as p using (person)
where m.starts <= $day and (m.ends is null or m.ends >= $day)
order by m.team, m.person;
