-- rectification_measure: the measures of a unit, with the findings each serves.
--
-- $unit
-- grain  one row per measure and finding; of a measure that serves none, one row without a finding
-- was_earlier  it served the finding before that came back, and not since

select m.measure, m.unit, m.text, m.leader, m.department, m.owner, m.due, s.finding,
       coalesce(s.entry < r.entry, false) as was_earlier
from measure as m
left join measure_finding as s using (measure)
left join finding_round as r using (finding)
where m.unit = $unit
order by m.due, m.measure, s.finding;
