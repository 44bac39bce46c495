-- pool: those among whom values are compared, numbered.
--
-- grain     one row per indicator and pool: groups with enough values, and all units where the
--           indicator asks for them, or a group has to fall back on them
-- from      directed, rule
-- rule      enough is `smallest_pool` real values, equality passes; imputed values are in no pool
-- unknown   a unit whose group is too small, without fallback, has no pool

with sized as (
    select indicator, group_key, count(z) as size
    from directed
    group by indicator, group_key
),

own as (
    select s.indicator, r.pooled as pool, s.group_key as pool_key, s.size
    from sized as s
    join rule as r on r.part = 'indicator' and r.code = s.indicator
    where s.size >= r.smallest_pool and r.pooled <> 'all'
),

everyone as (
    select s.indicator, 'all' as pool, 'all' as pool_key, sum(s.size) as size
    from sized as s
    join rule as r on r.part = 'indicator' and r.code = s.indicator
    group by s.indicator, r.pooled, r.fallback, r.smallest_pool
    having sum(s.size) > 0
        and (
            (r.fallback = 'all' and (r.pooled = 'all' or min(s.size) < r.smallest_pool))
            or (r.pooled = 'all' and sum(s.size) >= r.smallest_pool)
        )
),

every_pool as (
    select indicator, pool, pool_key, size
    from own
    union all
    select indicator, pool, pool_key, size
    from everyone
)

select
    cast(row_number() over (order by indicator, pool, pool_key) as int) as pool_id,
    indicator,
    pool,
    pool_key,
    cast(size as int) as size
from every_pool
