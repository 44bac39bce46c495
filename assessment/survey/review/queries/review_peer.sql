-- review_peer: what the peers of one unit filed in the same period, without the unit itself.
--
-- $unit, $period
-- grain    one row per field that any of its peers has a value for
-- known    how many have one; what does not apply or was not said is left out

select a.field, count(*) as known, quantile_cont(a.value, 0.25) as lower,
       quantile_cont(a.value, 0.5) as middle, quantile_cont(a.value, 0.75) as upper
from current_answer as a
join unit as u on u.unit = a.unit
join unit as own on own.unit = $unit and own.peer_group = u.peer_group
where a.period = $period and a.state = 'value' and a.unit <> $unit
group by a.field
order by a.field;
