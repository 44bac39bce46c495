-- county_team: the teams linked to a unit in a period, and how many are in each on the link's last
-- day in it: a team that went home in June was not a team of nobody.
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
    on m.team = a.team
    and m.starts <= least(coalesce(a.ends, $ends), $ends)
    and (m.ends is null or m.ends >= least(coalesce(a.ends, $ends), $ends))
where a.unit = $unit and a.starts <= $ends and (a.ends is null or a.ends >= $starts)
group by t.team, t.name, t.kind, t.sending_body, t.sending_level, a.kind, a.starts, a.ends
order by a.starts, t.team;
