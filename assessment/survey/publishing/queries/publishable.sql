-- publishable: by which framework a period is run, and how many of its answers would count.
--
-- $period

select r.framework, count(c.field) filter (where c.state not in ('missing', 'unavailable')) as answers
from period_rule as r
left join counted_answer as c on c.period = r.period
where r.period = $period
group by r.framework;
