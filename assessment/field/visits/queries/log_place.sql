-- log_place: every team and unit that are linked on a day, with what the link is for.
--
-- $day   a link holds on its first and on its last day; a stay counts before a mere liaison

select
    a.team, t.name as team_name, a.unit, u.name, u.name_en,
    case when bool_or(a.kind = 'stay_in') then 'stay_in' else 'liaison' end as link
from assignment as a
join team as t on t.team = a.team
join unit as u on u.unit = a.unit
where a.starts <= $day and (a.ends is null or a.ends >= $day)
group by a.team, t.name, a.unit, u.name, u.name_en
order by link = 'liaison', a.team, a.unit;
