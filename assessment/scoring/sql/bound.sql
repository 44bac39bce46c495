-- bound: the ends that winsorising draws a pool's extreme values in to.
--
-- grain     one row per pool of an indicator that is winsorised
-- from      placed, pool, rule
-- rule      by percentiles: position 1 + (n − 1) · share, linearly between neighbours; by points: the
--           (k + 1)th most extreme value, k the fewest with which |skewness| or kurtosis (bias-corrected)
--           falls under its limit, `most` at most, on the side of the untreated skewness
-- unknown   null is no end on that side

with numbered as (
    select
        p.pool_id,
        p.z,
        q.size,
        r.lower,
        r.upper,
        r.most,
        r.skewness,
        r.kurtosis,
        row_number() over (partition by p.pool_id order by p.z) as place,
        min(p.z) over (partition by p.pool_id) as lowest,
        max(p.z) over (partition by p.pool_id) as highest
    from placed as p
    join pool as q on q.pool_id = p.pool_id
    join rule as r on r.part = 'indicator' and r.code = p.indicator
    where r.lower > 0 or r.upper < 1 or r.most > 0
),

by_percentile as (
    select
        pool_id,
        max(case when place = floor(1 + (size - 1) * lower) then z end) as low_before,
        max(case when place = ceil(1 + (size - 1) * lower) then z end) as low_after,
        max(1 + (size - 1) * lower - floor(1 + (size - 1) * lower)) as low_part,
        max(case when place = floor(1 + (size - 1) * upper) then z end) as high_before,
        max(case when place = ceil(1 + (size - 1) * upper) then z end) as high_after,
        max(1 + (size - 1) * upper - floor(1 + (size - 1) * upper)) as high_part
    from numbered
    where most = 0
    group by pool_id
),

scaled as (
    select
        n.pool_id,
        n.place,
        n.size,
        n.most,
        n.skewness,
        n.kurtosis,
        n.z,
        (n.z - n.lowest) / (n.highest - n.lowest) as t
    from numbered as n
    where n.most > 0 and n.size > 3 and n.highest > n.lowest
),

means as (
    select pool_id, avg(cast(t as decimal(38, 18))) as mean
    from scaled
    group by pool_id
),

leaning as (
    select
        s.pool_id,
        case when sum(cast(power(s.t - m.mean, 3) as decimal(38, 18))) < 0 then -1 else 1 end as side
    from scaled as s
    join means as m on m.pool_id = s.pool_id
    group by s.pool_id
),

steps as (
    select position as k
    from (select distinct place - 1 as position from scaled) as places
    where position <= 20
),

tried as (
    select
        s.pool_id,
        k.k,
        s.size,
        s.skewness,
        s.kurtosis,
        s.most,
        l.side,
        e.t as end_t,
        e.z as end_z,
        case
            when l.side = 1 and s.place > e.place then e.t
            when l.side = -1 and s.place < e.place then e.t
            else s.t
        end as t
    from scaled as s
    join leaning as l on l.pool_id = s.pool_id
    join steps as k on k.k <= s.most and k.k <= s.size - 1
    join scaled as e
        on e.pool_id = s.pool_id
        and e.place = case when l.side = 1 then s.size - k.k else 1 + k.k end
),

centred as (
    select pool_id, k, avg(cast(t as decimal(38, 18))) as mean
    from tried
    group by pool_id, k
),

moments as (
    select
        t.pool_id,
        t.k,
        max(t.size) as n,
        max(t.most) as most,
        max(t.skewness) as skewness_limit,
        max(t.kurtosis) as kurtosis_limit,
        max(t.side) as side,
        max(t.end_z) as end_z,
        cast(sum(cast(power(t.t - c.mean, 2) as decimal(38, 18))) as double) / max(t.size) as m2,
        cast(sum(cast(power(t.t - c.mean, 3) as decimal(38, 18))) as double) / max(t.size) as m3,
        cast(sum(cast(power(t.t - c.mean, 4) as decimal(38, 18))) as double) / max(t.size) as m4
    from tried as t
    join centred as c on c.pool_id = t.pool_id and c.k = t.k
    group by t.pool_id, t.k
),

judged as (
    select
        pool_id,
        k,
        most,
        n,
        side,
        end_z,
        case
            when m2 > 0
                and abs(sqrt(n * (n - 1.0)) / (n - 2.0) * m3 / power(m2, 1.5))
                    >= skewness_limit - 1e-9
                and (n - 1.0) / ((n - 2.0) * (n - 3.0))
                    * ((n + 1.0) * (m4 / (m2 * m2) - 3) + 6) >= kurtosis_limit - 1e-9
                then 1
            else 0
        end as beyond
    from moments
),

chosen as (
    select
        pool_id,
        coalesce(min(case when beyond = 0 then k end), max(k)) as k
    from judged
    group by pool_id
),

by_points as (
    select
        j.pool_id,
        case when j.side = -1 and j.k > 0 then j.end_z end as low,
        case when j.side = 1 and j.k > 0 then j.end_z end as high
    from judged as j
    join chosen as c on c.pool_id = j.pool_id and c.k = j.k
)

select
    pool_id,
    low_before + (low_after - low_before) * low_part as low,
    high_before + (high_after - high_before) * high_part as high
from by_percentile
union all
select pool_id, low, high
from by_points
