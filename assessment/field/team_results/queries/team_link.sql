-- team_link: the units a team is and was linked to; what is over last.
--
-- $team, $day

select a.unit, a.kind, a.starts, a.ends
from assignment as a
where a.team = $team
order by (a.ends is not null and a.ends < $day), a.starts, a.unit;
