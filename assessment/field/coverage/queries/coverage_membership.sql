-- coverage_membership: who was in which team at any time from a day to a day.
--
-- $since, $day   both counted
-- starts, ends   the part that lies between them; `still` where it goes on after $day

select
    m.team,
    t.name as team_name,
    t.sending_level,
    m.person,
    p.name,
    p.body,
    greatest(m.starts, $since) as starts,
    least(coalesce(m.ends, $day), $day) as ends,
    coalesce(m.ends > $day, true) as still
from team_member as m
join team as t using (team)
join person as p using (person)
where m.starts <= $day and (m.ends is null or m.ends >= $since)
order by m.team, m.person, m.starts;
