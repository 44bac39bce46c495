-- placed: every real value in each pool it belongs to.
--
-- grain     one row per row of `directed` with a z and pool: its group's, and that of all units where
--           there is one. `mine` = 1 marks the pool it is itself compared in: its own group's, else all
-- from      directed, pool, rule
-- unknown   where neither is there, one row without a pool

with grouped as (
    select d.unit, d.indicator, d.now, p.pool_id, d.value, d.z
    from directed as d
    join rule as r on r.part = 'indicator' and r.code = d.indicator
    left join pool as p
        on p.indicator = d.indicator
        and p.pool = r.pooled
        and p.pool_key = d.group_key
        and p.pool <> 'all'
    where d.z is not null
)

select g.unit, g.indicator, g.now, g.pool_id, g.value, g.z, 1 as mine
from grouped as g
where g.pool_id is not null
union all
select
    g.unit,
    g.indicator,
    g.now,
    p.pool_id,
    g.value,
    g.z,
    case when g.pool_id is null then 1 else 0 end as mine
from grouped as g
left join pool as p on p.indicator = g.indicator and p.pool = 'all'
where g.pool_id is null or p.pool_id is not null
