-- changed: the units whose scores a trial makes others, and the one it is about.

create temporary table changed as
select n.unit
from temp.indicator_score as n
join main.indicator_score as s on s.unit = n.unit and s.indicator = n.indicator
where n.unit = $unit or n.score is not s.score or n.state is not s.state
group by n.unit
