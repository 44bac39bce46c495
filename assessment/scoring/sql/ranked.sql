-- ranked: every real value, winsorised, with its place in its pool.
--
-- grain     one row per row of `placed`
-- from      placed, bound
-- rule      `place` counts from the worst; `below` are worse and `equal` the same, itself included
-- unknown   where there is no pool, there is no place in it

with drawn as (
    select
        p.unit,
        p.indicator,
        p.now,
        p.pool_id,
        p.mine,
        p.value,
        case when p.z < b.low then b.low when p.z > b.high then b.high else p.z end as z,
        case when p.z < b.low or p.z > b.high then 1 else 0 end as drawn_in
    from placed as p
    left join bound as b on b.pool_id = p.pool_id
),

counted as (
    select
        *,
        row_number() over (partition by pool_id order by z) as place,
        rank() over (partition by pool_id order by z) - 1 as below,
        count(*) over (partition by pool_id order by z) as not_above
    from drawn
)

select
    unit,
    indicator,
    now,
    pool_id,
    mine,
    value,
    z,
    drawn_in,
    case when pool_id is not null then place end as place,
    case when pool_id is not null then below end as below,
    case when pool_id is not null then not_above - below end as equal
from counted
