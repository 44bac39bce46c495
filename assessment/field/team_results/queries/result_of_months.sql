-- result_of_months: every figure teams told of some months.
--
-- $starts, $ends   first days of the first and of the last month
-- grain            one row per team, unit, month and figure; none for what nobody told

select r.team, t.name, r.unit, r.month, r.figure, r.value
from result as r
left join team as t on t.team = r.team
where r.month between $starts and $ends
order by r.team, r.month, r.unit, r.figure;
