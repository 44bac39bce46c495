-- county_team: the teams linked to a unit in a period, and how many are in each on its last day.
--
-- $unit
-- $starts, $ends   a link counts when any of its days lies between

select
    t.team,
    t.name,
    t.kind,
    t.sending_body,
    t.sending_level,
    a.kind as link,
    a.starts,
    a.ends,
    count(distinct m.person) as people
from assignment as a
join team as t on t.team = a.team
left join team_member as m
    on m.team = a.team and m.starts <= $ends and (m.ends is null or m.ends >= $ends)
where a.unit = $unit and a.starts <= $ends and (a.ends is null or a.ends >= $starts)
group by t.team, t.name, t.kind, t.sending_body, t.sending_level, a.kind, a.starts, a.ends
order by a.starts, t.team;
