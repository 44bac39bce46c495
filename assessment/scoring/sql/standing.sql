-- standing: where a value lies among its peers, 0 to 100, 100 best.
--
-- grain     one row per unit and indicator that has a value
-- from      pooled, rule
-- rule      mid-rank, 100 · (below + ½ equal) ÷ n, in the pool the indicator asks for; where that
--           is a peer group with fewer values than `smallest_pool`, among all units, and `pool` says so
-- unknown   no value, no row

with counted as (
    select
        *,
        rank() over (partition by indicator, pool, pool_key order by z) - 1 as below,
        count(*) over (partition by indicator, pool, pool_key, z) as equal
    from pooled
),

sized as (
    select unit, indicator, pool_size as group_size
    from pooled
    where pool = 'peer_group'
)

select
    c.unit,
    c.indicator,
    c.pool,
    c.pool_size,
    100 * (c.below + 0.5 * c.equal) / c.pool_size as percentile
from counted as c
join sized as s on s.unit = c.unit and s.indicator = c.indicator
join rule as r on r.code = c.indicator and r.part in ('piece', 'percentile') and r.position = 0
where c.pool = case
    when r.pooled = 'peer_group' and s.group_size >= r.smallest_pool then 'peer_group'
    else 'all'
end
