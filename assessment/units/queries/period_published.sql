-- period_published: the periods that have a snapshot, newest first.

select p.period, true as answered, true as published
from period as p
where exists (select 1 from snapshot as s where s.period = p.period)
order by p.starts desc, p.ends desc;
