-- affected: the units a scenario makes any difference to; the mover always is.
--
-- grain     one row per scenario and unit
-- from      moved_score, usual_score, move

select m.scenario, m.unit
from moved_score as m
join usual_score as s on s.unit = m.unit and s.indicator = m.indicator
group by m.scenario, m.unit
having bool_or(m.score is distinct from s.score or m.state is distinct from s.state)
union
select scenario, unit
from move
