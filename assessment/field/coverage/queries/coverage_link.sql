-- coverage_link: who is linked to a unit on a day, a row for each unit, team and kind of link.
--
-- $day   a link holds on its first and on its last day

select distinct
    a.unit,
    a.team,
    a.kind
from assignment as a
where a.starts <= $day and (a.ends is null or a.ends >= $day)
order by a.unit, a.team, a.kind;
