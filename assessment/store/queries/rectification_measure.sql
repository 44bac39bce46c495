-- rectification_measure: the measures of a unit, with the findings each serves.
--
-- $unit
-- grain  one row per measure and finding; of a measure that serves none, one row without a finding

select m.measure, m.unit, m.text, m.leader, m.department, m.owner, m.due, s.finding
from measure as m
left join measure_finding as s using (measure)
where m.unit = $unit
order by m.due, m.measure, s.finding;
