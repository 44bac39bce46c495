-- peer_range: where the middle half of a unit's peers lay, field by field, without the unit itself.
--
-- $unit, $period
-- grain    one row per field that any of its peers has a counted value for
-- unknown  what peers did not say or said does not apply is left out; `known` says how many did

select a.field, count(*) as known, quantile_cont(a.value, 0.25) as lower,
       quantile_cont(a.value, 0.5) as middle, quantile_cont(a.value, 0.75) as upper
from counted_answer as a
join unit as u on u.unit = a.unit
join unit as own on own.unit = $unit and own.peer_group = u.peer_group
where a.period = $period and a.state = 'value' and a.unit <> $unit
group by a.field
order by a.field;
