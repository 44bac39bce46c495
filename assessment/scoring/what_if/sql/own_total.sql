-- own_total: where the unit stands in the end.

select t.base, t.total, r.rank
from total_score as t
left join ranking as r on r.unit = t.unit and r.what = 'total' and r.scope = 'all'
where t.unit = $unit
