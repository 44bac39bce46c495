-- period_run: every period and how it is run, newest first.
--
-- framework  fingerprint of the text it is run by; null: the file as it stands

select p.period, p.starts, p.ends, p.deadline, p.state = 'locked' as locked, r.framework, r.levels,
       r.counts, r.asked, r.others
from period as p
join period_rule as r using (period)
order by p.starts desc, p.ends desc;
