-- strength_score: one strength's points, and how much of it was answered.
--
-- grain         one row per unit and strength of which something is asked in the period
-- from          indicator_score
-- rule          the weighted mean of the indicators that have a score
-- completeness  their weight ÷ the weight of all that apply; null where none applies
-- sums          in decimals: exact, so the same to the last bit in whatever order rows arrive
-- unknown       below the threshold the score is null, because silence is not a low score

with exact as (
    select
        unit,
        strength,
        max(strength_weight) as weight,
        max(threshold) as threshold,
        sum(cast(case when state <> 'not_applicable' then weight else 0 end as decimal(38, 18)))
            as applicable,
        sum(cast(case when score is not null then weight else 0 end as decimal(38, 18)))
            as answered,
        sum(cast(weight * score as decimal(38, 18))) as earned
    from indicator_score
    group by unit, strength
),

summed as (
    select
        unit,
        strength,
        weight,
        threshold,
        cast(applicable as double) as applicable,
        cast(answered as double) as answered,
        cast(earned as double) as earned
    from exact
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
