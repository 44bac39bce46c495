-- pooled: every value in each pool it may be ranked in, drawn in to the pool's percentiles.
--
-- grain      one row per unit, indicator and pool; the pools are a value's own peer group and all units
-- from       indicator_value, unit, rule
-- rule       z is the value turned so that more is better; winsorised at `lower` and `upper`, a share
--            of the way through the pool, linearly between neighbours: position 1 + (n − 1) · share
-- unknown    a unit without a value is in no pool

with directed as (
    select
        v.unit,
        v.indicator,
        r.sign * v.value as z,
        u.peer_group,
        r.lower,
        r.upper
    from indicator_value as v
    join unit as u on u.unit = v.unit
    join rule as r on r.code = v.indicator and r.part in ('piece', 'percentile') and r.position = 0
    where v.value is not null
),

placed as (
    select unit, indicator, z, 'peer_group' as pool, peer_group as pool_key, lower, upper
    from directed
    union all
    select unit, indicator, z, 'all' as pool, 'all' as pool_key, lower, upper
    from directed
),

numbered as (
    select
        *,
        row_number() over (partition by indicator, pool, pool_key order by z) as place,
        count(*) over (partition by indicator, pool, pool_key) as pool_size
    from placed
),

bounded as (
    select
        *,
        max(case when place = floor(1 + (pool_size - 1) * lower) then z end)
            over (partition by indicator, pool, pool_key) as low_before,
        max(case when place = ceil(1 + (pool_size - 1) * lower) then z end)
            over (partition by indicator, pool, pool_key) as low_after,
        max(case when place = floor(1 + (pool_size - 1) * upper) then z end)
            over (partition by indicator, pool, pool_key) as high_before,
        max(case when place = ceil(1 + (pool_size - 1) * upper) then z end)
            over (partition by indicator, pool, pool_key) as high_after
    from numbered
),

limited as (
    select
        *,
        low_before + (low_after - low_before)
            * (1 + (pool_size - 1) * lower - floor(1 + (pool_size - 1) * lower)) as low,
        high_before + (high_after - high_before)
            * (1 + (pool_size - 1) * upper - floor(1 + (pool_size - 1) * upper)) as high
    from bounded
)

select
    unit,
    indicator,
    pool,
    pool_key,
    pool_size,
    case when z < low then low when z > high then high else z end as z
from limited
