-- coverage_member: who is in a team on a day. One person may be in several.
--
-- $day   membership holds on its first and on its last day

select distinct
    m.team,
    m.person
from team_member as m
where m.starts <= $day and (m.ends is null or m.ends >= $day)
order by m.team, m.person;
