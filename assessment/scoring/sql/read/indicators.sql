-- indicators: `Scores.indicators`, with what each indicator adds to and takes from the base score.
--
-- effective_weight  the indicator's share of 100 after the weight of what does not count was shared
--                   out; null where it does not count, and where there is no base score to share;
--                   nothing where its weight is nothing

select
    i.unit,
    i.strength,
    i.parent,
    i.indicator,
    i.value,
    i.state,
    i.reason,
    i.z,
    i.drawn_in = 1 as drawn_in,
    i.imputed,
    i.imputed_value,
    i.score,
    i.weight,
    a.share as effective_weight,
    a.share - a.lost as points,
    a.lost,
    i.percentile,
    i.pool,
    i.pool_key,
    i.pool_size
from indicator_score as i
left join share as a on a.unit = i.unit and a.code = i.indicator
order by i.unit, i.strength, i.indicator
