-- indicators: `Scores.indicators`, with what each indicator adds to and takes from the base score.
--
-- effective_weight  the indicator's share of 100 after the weight of what does not count was shared
--                   out; null where it does not count, and where there is no base score to share

with shared as (
    select
        i.*,
        case
            when i.score is not null and s.score is not null and t.base is not null
                then 100 * (s.weight / t.known) * (i.weight / s.answered)
        end as effective_weight
    from indicator_score as i
    join strength_score as s on s.unit = i.unit and s.strength = i.strength
    join total_score as t on t.unit = i.unit
)

select
    unit,
    strength,
    indicator,
    value,
    state,
    reason,
    score,
    weight,
    effective_weight,
    effective_weight * score / 100 as points,
    effective_weight * (100 - score) / 100 as lost,
    percentile,
    pool,
    pool_size
from shared
order by unit, strength, indicator
