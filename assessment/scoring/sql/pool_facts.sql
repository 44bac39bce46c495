-- pool_facts: what a pool's values come to, after winsorising.
--
-- grain      one row per pool
-- from       ranked, pool, bound
-- rule       sums of distances from the lowest as shares of the range, in decimals: exact, whatever
--            the unit of measure and the order of rows
-- deviation  divided by n − 1; null of a single value

with ends as (
    select pool_id, min(z) as lowest, max(z) as highest
    from ranked
    where pool_id is not null
    group by pool_id
),

scaled as (
    select
        r.pool_id,
        e.lowest,
        e.highest,
        p.size,
        case when e.highest > e.lowest then (r.z - e.lowest) / (e.highest - e.lowest) else 0 end as t,
        case
            when r.place = floor((p.size + 1) / 2.0) or r.place = ceil((p.size + 1) / 2.0) then r.z
        end as middle
    from ranked as r
    join ends as e on e.pool_id = r.pool_id
    join pool as p on p.pool_id = r.pool_id
),

summed as (
    select
        pool_id,
        max(lowest) as lowest,
        max(highest) as highest,
        max(size) as size,
        cast(sum(cast(t as decimal(38, 18))) as double) / max(size) as mean,
        cast(sum(cast(t * t as decimal(38, 18))) as double) as squares,
        (min(middle) + max(middle)) / 2 as median
    from scaled
    group by pool_id
)

select
    s.pool_id,
    s.lowest,
    s.highest,
    s.lowest + (s.highest - s.lowest) * s.mean as mean,
    case
        when s.size > 1
            then (s.highest - s.lowest)
                * sqrt(greatest(s.squares - s.size * s.mean * s.mean, 0) / (s.size - 1))
    end as deviation,
    s.median,
    b.low,
    b.high
from summed as s
left join bound as b on b.pool_id = s.pool_id
