-- changed: the units whose scores are others now; the one that answered always is.
--
-- grain     one row per unit
-- from      indicator_score (of the indicators concerned), usual_score

select n.unit
from indicator_score as n
join usual_score as s on s.unit = n.unit and s.indicator = n.indicator
where n.unit = $unit or n.score is distinct from s.score or n.state is distinct from s.state
group by n.unit
