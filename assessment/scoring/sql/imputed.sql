-- imputed: what stands in for a missing value, by its z, and its place among the real ones.
--
-- grain     one row per unit and indicator that is imputed by a value
-- from      directed, ranked, earlier_value, pool, bound, unit, rule
-- rule      the mean or median of this period's real values of all units or of the peer group; or the
--           unit's own value of the period before, turned and winsorised like this period's
-- unknown   nothing to go by, no row: it stays missing

with wanted as (
    select
        d.unit,
        d.indicator,
        r.imputation,
        case when r.imputation like 'peer%' then u.peer_group else 'all' end as scope_key,
        coalesce(own.pool_id, everyone.pool_id) as pool_id
    from directed as d
    join unit as u on u.unit = d.unit
    join rule as r on r.part = 'indicator' and r.code = d.indicator
    left join pool as own
        on own.indicator = d.indicator and own.pool = r.pooled and own.pool_key = d.group_key
    left join pool as everyone on everyone.indicator = d.indicator and everyone.pool = 'all'
    where d.now = 1
        and d.state = 'missing'
        and r.imputation is not null
        and r.imputation <> 'own_mean'
        and (r.fallback = 'all' or own.pool_id is not null or everyone.pool_id is not null)
),

known as (
    select
        k.indicator,
        case when r.imputation like 'peer%' then u.peer_group else 'all' end as scope_key,
        k.z
    from ranked as k
    join unit as u on u.unit = k.unit
    join rule as r on r.part = 'indicator' and r.code = k.indicator
    where k.now = 1 and k.mine = 1 and r.imputation is not null and r.imputation not in ('own_mean', 'last_period')
),

numbered as (
    select
        *,
        row_number() over (partition by indicator, scope_key order by z) as place,
        count(*) over (partition by indicator, scope_key) as size,
        min(z) over (partition by indicator, scope_key) as lowest,
        max(z) over (partition by indicator, scope_key) as highest
    from known
),

middles as (
    select
        indicator,
        scope_key,
        max(lowest) + (max(highest) - max(lowest)) * cast(
            sum(
                cast(
                    case when highest > lowest then (z - lowest) / (highest - lowest) else 0 end
                    as decimal(38, 18)
                )
            ) as double
        ) / max(size) as mean,
        (
            min(case when place = floor((size + 1) / 2.0) then z end)
            + min(case when place = ceil((size + 1) / 2.0) then z end)
        ) / 2 as median
    from numbered
    group by indicator, scope_key
),

before as (
    select
        e.unit,
        e.indicator,
        case
            when r.treatment = 'log'
                then case when e.value + r.log_offset > 0 then r.sign * ln(e.value + r.log_offset) end
            else r.sign * e.value
        end as z
    from earlier_value as e
    join rule as r on r.part = 'indicator' and r.code = e.indicator
    where e.previous = 1 and r.imputation = 'last_period'
),

found as (
    select
        w.unit,
        w.indicator,
        w.pool_id,
        case
            when w.imputation in ('mean', 'peer_mean') then m.mean
            when w.imputation in ('median', 'peer_median') then m.median
            when l.z < b.low then b.low
            when l.z > b.high then b.high
            else l.z
        end as z
    from wanted as w
    left join middles as m on m.indicator = w.indicator and m.scope_key = w.scope_key
    left join before as l on l.unit = w.unit and l.indicator = w.indicator
    left join bound as b on b.pool_id = w.pool_id
)

select
    f.unit,
    f.indicator,
    f.pool_id,
    f.z,
    sum(case when k.z < f.z then 1 else 0 end) as below,
    sum(case when k.z = f.z then 1 else 0 end) as equal
from found as f
left join ranked as k on k.pool_id = f.pool_id
where f.z is not null
group by f.unit, f.indicator, f.pool_id, f.z
