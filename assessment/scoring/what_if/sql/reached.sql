-- reached: what one indicator of one unit came to.

select v.value, s.score
from temp.indicator_value as v
join temp.indicator_score as s on s.unit = v.unit and s.indicator = v.indicator
where v.unit = $unit and v.indicator = $indicator
