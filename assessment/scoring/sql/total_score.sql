-- total_score: the weighted mean of the strengths, plus a capped bonus; vetoes noted.
--
-- grain         one row per unit; every unit is listed
-- from          unit, strength_score, answer (bonus counts and declared vetoes), rule
-- rule          base = Σ strength weight · score ÷ Σ weight of the strengths that have a score;
--               total = base + least(bonus earned, cap)
-- completeness  Σ strength weight · its completeness ÷ Σ weight of the strengths that apply
-- sums          in decimals, as in strength_score
-- unknown       null unless both the completeness and the weight of the strengths that have a score
--               reach the threshold, and where nothing is asked in the period. No honour on
--               record is no bonus; no veto declared is none.

with exact as (
    select
        u.unit,
        max(s.threshold) as threshold,
        sum(cast(case when s.state <> 'not_applicable' then s.weight else 0 end as decimal(38, 18)))
            as applicable,
        sum(cast(case when s.score is not null then s.weight else 0 end as decimal(38, 18)))
            as known,
        sum(cast(s.weight * s.score as decimal(38, 18))) as earned,
        sum(cast(s.weight * s.completeness as decimal(38, 18))) as answered
    from unit as u
    left join strength_score as s on s.unit = u.unit
    group by u.unit
),

summed as (
    select
        unit,
        threshold,
        cast(applicable as double) as applicable,
        cast(known as double) as known,
        cast(earned as double) as earned,
        cast(answered as double) as answered
    from exact
),

based as (
    select
        unit,
        known,
        case when applicable > 0 then answered / applicable end as completeness,
        case
            when applicable > 0
                and known > 0
                and known / applicable >= threshold - 1e-9
                and answered / applicable >= threshold - 1e-9
                then earned / known
        end as base
    from summed
),

honoured as (
    select
        a.unit,
        cast(sum(cast(a.value * r.weight as decimal(38, 18))) as double) as earned,
        max(r.below) as cap
    from answer as a
    join rule as r on r.code = a.field and r.period = a.period and r.part = 'bonus'
    group by a.unit
),

barred as (
    select a.unit, max(r.position) as grade_cap
    from answer as a
    join rule as r on r.code = a.field and r.period = a.period and r.part = 'veto'
    where a.value = 1
    group by a.unit
)

select
    b.unit,
    b.known,
    b.base,
    coalesce(h.earned, 0) as bonus_earned,
    least(coalesce(h.earned, 0), coalesce(h.cap, 0)) as bonus,
    b.base + least(coalesce(h.earned, 0), coalesce(h.cap, 0)) as total,
    b.completeness,
    v.grade_cap
from based as b
left join honoured as h on h.unit = b.unit
left join barred as v on v.unit = b.unit
