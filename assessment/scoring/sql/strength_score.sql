-- strength_score: one strength's points, and how much of it was answered.
--
-- grain         one row per unit and strength; every pair is listed
-- from          indicator_score
-- rule          the weighted mean of the indicators that have a score
-- completeness  their weight ÷ the weight of all that apply; null where none applies
-- unknown       below the threshold the score is null, because silence is not a low score

with summed as (
    select
        unit,
        strength,
        max(strength_weight) as weight,
        max(threshold) as threshold,
        sum(case when state <> 'not_applicable' then weight else 0 end) as applicable,
        sum(case when score is not null then weight else 0 end) as answered,
        sum(weight * score) as earned
    from indicator_score
    group by unit, strength
)

select
    unit,
    strength,
    weight,
    threshold,
    answered,
    case when applicable > 0 then answered / applicable end as completeness,
    case
        when applicable > 0 and answered > 0 and answered / applicable >= threshold - 1e-9
            then earned / answered
    end as score,
    case
        when applicable = 0 then 'not_applicable'
        when answered > 0 and answered / applicable >= threshold - 1e-9 then 'value'
        else 'missing'
    end as state
from summed
