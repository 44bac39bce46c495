-- node_level: the nodes at one depth, from the parts one deeper; run from the lowest level up.
--
-- grain         one row per unit and node at :depth
-- from          node_score, rule
-- rule          the weighted mean the node asks for, over its parts that have a score; a part without
--               points is in it with its weight and adds nothing
-- completeness  Σ weight · the part's completeness ÷ Σ weight of the parts that apply
-- sums          in decimals: exact, so the same to the last bit in whatever order rows arrive; a power
--               mean is taken relative to its largest part (smallest for a negative power), so that
--               no term exceeds 1
-- unknown       too small a share of parts with a score, or one lacks where all are needed, and the
--               node has none: silence is not a low score. Above, it earns nothing where a part of it
--               does: that is `no_points`

with part as (
    select
        c.unit,
        c.parent as code,
        c.weight,
        c.state,
        c.score,
        c.completeness,
        c.no_points,
        n.method,
        n.power
    from node_score as c
    join rule as n on n.part = 'node' and n.code = c.parent and n.depth = :depth
),

extreme as (
    select
        unit,
        code,
        case when max(power) > 0 then max(score) else min(score) end as score
    from part
    where power is not null and score > 0 and weight > 0
    group by unit, code
),

term as (
    select
        p.unit,
        p.code,
        p.weight,
        p.state,
        p.completeness,
        p.no_points,
        case when p.score is not null then 1 else 0 end as has_score,
        case
            when p.score is null or p.weight = 0 or abs(p.score) > 1e9 then null
            when p.method = 'arithmetic' then p.score
            when p.method = 'geometric' then case when p.score > 0 then ln(p.score) end
            when p.score > 0 then power(p.score / e.score, p.power)
            when p.score = 0 and p.power > 0 then 0
        end as term
    from part as p
    left join extreme as e on e.unit = p.unit and e.code = p.code
),

exact as (
    select
        unit,
        code,
        sum(cast(case when state <> 'not_applicable' then weight else 0 end as decimal(38, 18)))
            as applicable,
        sum(cast(case when has_score = 1 then weight else 0 end as decimal(38, 18))) as known,
        sum(cast(case when no_points = 1 then weight else 0 end as decimal(38, 18))) as silent,
        sum(cast(weight * completeness as decimal(38, 18))) as answered,
        sum(cast(weight * term as decimal(38, 18))) as earned,
        sum(case when state <> 'not_applicable' and weight > 0 then 1 else 0 end) as parts,
        sum(case when has_score = 1 and weight > 0 then 1 else 0 end) as scored_parts
    from term
    group by unit, code
),

summed as (
    select
        e.unit,
        e.code,
        cast(e.applicable as double) as applicable,
        cast(e.known as double) as scored_weight,
        cast(e.known + e.silent as double) as known,
        cast(e.silent as double) as silent,
        cast(e.answered as double) as answered,
        cast(e.earned as double) as earned,
        case
            when e.parts = 0 then null
            when n.counted = 'children' then cast(e.scored_parts as double) / e.parts
            else cast(e.known as double) / cast(e.applicable as double)
        end as scored,
        n.parent,
        n.strength,
        n.depth,
        n.weight,
        n.method,
        n.power,
        n.threshold,
        n.unscored,
        case when n.needs_all = 1 and e.scored_parts < e.parts then 1 else 0 end as lacks_one
    from exact as e
    join rule as n on n.part = 'node' and n.code = e.code
),

averaged as (
    select
        s.*,
        case
            when s.scored_weight = 0 or s.earned is null or s.enough = 0 then null
            when s.silent > 0 and (s.method = 'geometric' or s.power < 0) then null
            when s.method = 'arithmetic' then s.earned / s.known
            when s.method = 'geometric' then exp(s.earned / s.known)
            when x.score is null then 0
            when s.earned > 0 then x.score * power(s.earned / s.known, 1 / s.power)
        end as mean
    from (
        select
            *,
            case when scored >= threshold - 1e-9 and lacks_one = 0 then 1 else 0 end as enough
        from summed
    ) as s
    left join extreme as x on x.unit = s.unit and x.code = s.code
)

select
    unit,
    code,
    parent,
    strength,
    depth,
    0 as leaf,
    weight,
    case
        when applicable = 0 then 'not_applicable' when mean is not null then 'value' else 'missing'
    end as state,
    mean as score,
    case when applicable > 0 then answered / applicable end as completeness,
    case when unscored = 'no_points' and mean is null and silent > 0 then 1 else 0 end as no_points,
    known,
    enough,
    scored
from averaged
