-- team_offer: which teams were linked to which units on any of some days, by name.
--
-- $starts, $ends

select distinct a.team, t.name, a.unit
from assignment as a
join team as t on t.team = a.team
where a.starts <= $ends and (a.ends is null or a.ends >= $starts)
order by a.unit, a.team;
