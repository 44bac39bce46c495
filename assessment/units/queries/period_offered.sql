-- period_offered: the periods one may look at, newest first.
--
-- answered   whether anyone has filed for it; a period just opened has nothing to show
-- published  whether it has a snapshot

select
    p.period,
    exists (select 1 from filing as f where f.period = p.period) as answered,
    exists (select 1 from snapshot as s where s.period = p.period) as published
from period as p
order by p.starts desc, p.ends desc;
