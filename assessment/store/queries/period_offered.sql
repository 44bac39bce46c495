-- period_offered: the periods one may look at, newest first.
--
-- answered  whether anyone has filed for it; a period just opened has nothing to show

select
    p.period,
    exists (select 1 from filing as f where f.period = p.period) as answered
from period as p
order by p.starts desc, p.ends desc;
