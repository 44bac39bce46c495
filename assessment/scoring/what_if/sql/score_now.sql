-- score_now: every indicator's score of the units that changed.
--
-- grain     one row per changed unit and indicator
-- from      indicator_score (of the indicators concerned), usual_score, changed

select n.*
from indicator_score as n
join changed as c on c.unit = n.unit
union all
select s.*
from usual_score as s
join changed as c on c.unit = s.unit
where s.indicator not in (select indicator from own_value)
