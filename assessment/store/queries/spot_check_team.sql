-- spot_check_team: which teams are linked to which units on a day, by name.
--
-- $day   a link holds on its first and on its last day

select distinct a.team, t.name, a.unit
from assignment as a
join team as t on t.team = a.team
where a.starts <= $day and (a.ends is null or a.ends >= $day)
order by a.unit, a.team;
