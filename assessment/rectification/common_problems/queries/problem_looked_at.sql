-- problem_looked_at: units where somebody looked in a period: a team came, or something was found.
-- What a sweep made of figures is not found by looking, and what was voided was not found at all;
-- but what was published stays as it was then.
--
-- $period          the period a finding belongs to
-- $starts, $ends   the days of that period; a stay counts when any of its days lies between

select v.unit
from visit as v
where v.starts <= $ends and v.ends >= $starts
union
select f.unit
from finding as f
join main.finding as m on m.finding = f.finding
where f.period = $period and m.source <> 'sweep' and (f.confirmed or m.stage <> 'voided')
order by unit;
