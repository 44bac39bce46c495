-- peer_range_of_all: `peer_range` of many units at once.
--
-- $period, $units
-- grain    one row per unit and field that any of its peers has a counted value for

select own.unit, a.field, count(*) as known, quantile_cont(a.value, 0.25) as lower,
       quantile_cont(a.value, 0.5) as middle, quantile_cont(a.value, 0.75) as upper
from unit as own
join unit as u on u.peer_group = own.peer_group and u.unit <> own.unit
join counted_answer as a on a.unit = u.unit
where a.period = $period and a.state = 'value' and list_contains($units, own.unit)
group by own.unit, a.field
order by own.unit, a.field;
