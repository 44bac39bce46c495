-- common_measure: the measures that serve findings.
--
-- grain  one row per finding and measure

select s.finding, m.measure, m.unit, m.text, m.leader, m.department, m.owner, m.due
from measure_finding as s
join measure as m using (measure)
order by s.finding, m.due, m.measure;
