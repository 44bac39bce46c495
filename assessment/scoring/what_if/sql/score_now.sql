-- score_now: every indicator's score of the changed units, tried where it was tried.

create temporary table score_now as
select n.*
from temp.indicator_score as n
join changed as c on c.unit = n.unit
union all
select s.*
from main.indicator_score as s
join changed as c on c.unit = s.unit
where s.indicator not in (select indicator from temp.indicator_score)
