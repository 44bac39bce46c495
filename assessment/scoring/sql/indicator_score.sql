-- indicator_score: an indicator's value as points.
--
-- grain     one row per unit and indicator; every pair is listed
-- from      indicator_value, ranked, imputed, pool, pool_facts, rule
-- rule      docs/methods.md, a branch a method; a piece of bands has 1e-9 of slack, so that 57/60
--           counts as 95 %; `r` is the place counted from the worst, ties sharing as the rule says
-- imputed   the method's name where a stand-in was scored; `value` stays null
-- unknown   no value and no stand-in, no score; `state` and `reason` say which kind of unknown
-- no_points 1 where it is missing and its weight earns nothing, which is no score of 0

with reference as (
    select k.indicator, k.z
    from ranked as k
    join rule as r on r.part = 'indicator' and r.code = k.indicator and r.reference = k.unit
    where k.now = 1 and k.mine = 1
),

stood as (
    select
        unit,
        indicator,
        value,
        'value' as state,
        cast(null as varchar) as reason,
        pool_id,
        z,
        drawn_in,
        below,
        equal,
        0 as is_imputed
    from ranked
    where now = 1 and mine = 1
    union all
    select
        v.unit,
        v.indicator,
        v.value,
        v.state,
        v.reason,
        i.pool_id,
        i.z,
        case when i.z is not null then 0 end as drawn_in,
        i.below,
        i.equal,
        case when i.z is not null then 1 end as is_imputed
    from indicator_value as v
    left join imputed as i on i.unit = v.unit and i.indicator = v.indicator
    where v.value is null
),

seen as (
    select
        s.unit,
        s.indicator,
        s.value,
        s.state,
        s.reason,
        s.z,
        s.drawn_in,
        s.is_imputed,
        s.pool_id,
        s.below,
        s.equal,
        q.pool,
        q.pool_key,
        q.size,
        f.lowest,
        f.highest,
        f.mean,
        f.deviation,
        case when r.reference is not null then e.z else r.one end as aim,
        least(
            greatest(
                s.below + 1 + r.ties * (case when s.equal > 1 then s.equal - 1 else 0 end), 1
            ),
            q.size
        ) as place,
        r.strength,
        r.parent,
        r.depth,
        r.weight,
        r.method,
        r.sign,
        r.treatment,
        r.log_offset,
        r.imputation,
        r.unscored,
        r.fallback,
        r.ties,
        r.one,
        r.other,
        r.points,
        r.clipped
    from stood as s
    join rule as r on r.part = 'indicator' and r.code = s.indicator
    left join pool as q on q.pool_id = s.pool_id
    left join pool_facts as f on f.pool_id = s.pool_id
    left join reference as e on e.indicator = s.indicator
),

scored as (
    select
        s.*,
        case
            when s.z is null then null
            when s.pool_id is null and s.fallback = 'unknown' then null
            when s.method = 'line' then s.points * case
                when s.clipped = 1 and (s.z - s.one) / (s.other - s.one) > 1 then 1
                when s.clipped = 1 and (s.z - s.one) / (s.other - s.one) < 0 then 0
                else (s.z - s.one) / (s.other - s.one)
            end
            when s.method = 'bands' then case
                when p.points_from = p.points_to then p.points_from
                else greatest(
                    least(p.points_from, p.points_to),
                    least(
                        greatest(p.points_from, p.points_to),
                        p.points_from
                        + (s.sign * s.z - p.at_least)
                            * (p.points_to - p.points_from) / (p.below - p.at_least)
                    )
                )
            end
            when s.method = 'linear' then s.one * s.sign * s.z + s.other
            when s.pool_id is null then null
            when s.method = 'percentile' then 100 * (s.below + s.ties * s.equal) / s.size
            when s.method = 'percentile_rank'
                then case when s.size = 1 then 50 else 100 * (s.place - 1) / (s.size - 1) end
            when s.method = 'rank' then s.place
            when s.method = 'borda' then s.place - 1
            when s.method = 'min_max' then case
                when s.highest = s.lowest then (s.one + s.other) / 2
                else s.one + (s.other - s.one) * (s.z - s.lowest) / (s.highest - s.lowest)
            end
            when s.method = 'z_score' then case
                when s.highest = s.lowest then s.one
                else s.one + s.other * (s.z - s.mean) / s.deviation
            end
            when s.method = 'distance_to_best' then case
                when s.highest = s.lowest then 100
                else 100 * (1 - (s.highest - s.z) / (s.highest - s.lowest))
            end
            when s.method = 'distance' then case
                when s.aim <= s.lowest and s.clipped = 1 then 100
                when s.aim <= s.lowest then null
                when s.clipped = 1 and s.z >= s.aim then 100
                else 100 * (1 - (s.aim - s.z) / (s.aim - s.lowest))
            end
            when s.method = 'share_of_maximum'
                then case when s.highest > 0 then 100 * s.z / s.highest end
        end as own_score
    from seen as s
    left join rule as p
        on p.part = 'piece'
        and p.code = s.indicator
        and (p.at_least is null or s.sign * s.z + 1e-9 >= p.at_least)
        and (p.below is null or s.sign * s.z + 1e-9 < p.below)
),

own_mean as (
    select
        unit,
        strength,
        cast(sum(cast(own_score as decimal(38, 18))) as double) / count(own_score) as score
    from scored
    where value is not null and own_score is not null and abs(own_score) <= 1e9
    group by unit, strength
)

select
    s.unit,
    s.strength,
    s.parent,
    s.indicator,
    s.value,
    s.state,
    case
        when s.value is not null and s.own_score is null and s.pool_id is null then 'small_pool'
        else s.reason
    end as reason,
    s.z,
    s.drawn_in,
    case
        when s.imputation = 'own_mean' and s.state = 'missing' and m.score is not null
            then 'own_mean'
        when s.is_imputed = 1 and s.own_score is not null then s.imputation
    end as imputed,
    case
        when s.is_imputed = 1 and s.own_score is not null then case
            when s.treatment = 'log' then exp(s.sign * s.z) - s.log_offset
            else s.sign * s.z
        end
    end as imputed_value,
    case
        when s.imputation = 'own_mean' and s.state = 'missing' then m.score
        else s.own_score
    end as score,
    case when s.unscored = 'no_points' and s.state = 'missing' then 1 else 0 end as no_points,
    s.weight,
    s.depth,
    case when s.is_imputed = 0 then 100 * (s.below + 0.5 * s.equal) / s.size end as percentile,
    s.pool,
    s.pool_key,
    s.size as pool_size
from scored as s
left join own_mean as m on m.unit = s.unit and m.strength = s.strength
