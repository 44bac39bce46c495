-- refused: results that cannot exist. Where there is a row, nothing is scored.
--
-- grain     one row per indicator or node, reason and unit
-- rule      stage 2, the means, is only worth looking at where stage 1, the indicators, is in order; a
--           node that has too few parts needs no mean, nor does a total that screening keeps out;
--           an earlier value matters where it is compared with or has to stand in
-- from      indicator_value, earlier_value, indicator_score, node_score, total_score, pool_facts,
--           rule

select 1 as stage, r.code, 'log_of_nonpositive' as reason, v.unit
from indicator_value as v
join rule as r on r.part = 'indicator' and r.code = v.indicator and r.treatment = 'log'
where v.value + r.log_offset <= 0
union
select 1 as stage, r.code, 'log_of_nonpositive' as reason, e.unit
from earlier_value as e
join rule as r on r.part = 'indicator' and r.code = e.indicator and r.treatment = 'log'
join indicator_value as v on v.unit = e.unit and v.indicator = e.indicator
where e.value + r.log_offset <= 0
    and (r.all_periods = 1 or (e.previous = 1 and v.state = 'missing'))
union all
select 1 as stage, s.indicator as code, 'no_reference' as reason, r.reference as unit
from indicator_score as s
join rule as r on r.part = 'indicator' and r.code = s.indicator and r.reference is not null
where s.z is not null
group by s.indicator, r.reference
having max(case when s.unit = r.reference and s.value is not null then 1 else 0 end) = 0
union all
select 1 as stage, s.indicator as code, 'aim_not_above_lowest' as reason, s.unit
from indicator_score as s
join rule as r on r.part = 'indicator' and r.code = s.indicator
left join indicator_score as e on e.indicator = r.code and e.unit = r.reference
join pool as p on p.indicator = s.indicator and p.pool = s.pool and p.pool_key = s.pool_key
join pool_facts as f on f.pool_id = p.pool_id
where r.method = 'distance'
    and r.clipped = 0
    and s.z is not null
    and (r.reference is null or e.value is not null)
    and case when r.reference is not null then e.z else r.one end <= f.lowest
union all
select 1 as stage, s.indicator as code, 'largest_not_positive' as reason, s.unit
from indicator_score as s
join rule as r on r.part = 'indicator' and r.code = s.indicator
where r.method = 'share_of_maximum' and s.z is not null and s.pool is not null and s.score is null
union all
select 2 - leaf as stage, code, 'too_large' as reason, unit
from node_score
where abs(score) > 1e9
union all
select 2 as stage, c.code, 'not_positive' as reason, c.unit
from node_score as c
join rule as n on n.part = 'node' and n.code = c.parent
join node_score as p on p.unit = c.unit and p.code = c.parent and p.leaf = 0
join total_score as t on t.unit = c.unit
where n.method <> 'arithmetic'
    and c.weight > 0
    and p.enough = 1
    and (n.depth > 0 or t.has_data = 1)
    and (c.score < 0 or (c.score = 0 and (n.method = 'geometric' or n.power < 0)))
