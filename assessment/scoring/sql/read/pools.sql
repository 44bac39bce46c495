-- pools: `Scores.pools`, those among whom values are compared and what theirs come to.

select
    p.indicator,
    p.pool,
    p.pool_key,
    p.size,
    f.lowest,
    f.highest,
    f.mean,
    f.deviation,
    f.median,
    f.low,
    f.high,
    e.z as reference
from pool as p
join pool_facts as f on f.pool_id = p.pool_id
left join rule as r on r.part = 'indicator' and r.code = p.indicator
left join ranked as e on e.indicator = p.indicator and e.unit = r.reference and e.now = 1 and e.mine = 1
order by p.indicator, p.pool, p.pool_key
