-- snapshot: every snapshot and what is in it, newest first.
--
-- answers, units   of its own period: answers that counted, and the units they are of
-- settled          units approved or published when it was made
-- newest           whether it is the last of its period: the one people are shown

select s.snapshot, s.period, s.framework, s.levels, s.counts, s.asked, s.others, s.note,
       s.published_by, s.published_at, coalesce(e.content, '') as content,
       coalesce(sum(u.answers), 0)::bigint as answers,
       count(u.unit) filter (where u.answers > 0) as answered,
       count(u.unit) filter (where u.state in ('approved', 'published')) as settled,
       count(u.unit) as units,
       s.snapshot = max(s.snapshot) over (partition by s.period) as newest
from snapshot as s
left join snapshot_seal as e using (snapshot)
left join snapshot_unit as u using (snapshot)
group by s.snapshot, s.period, s.framework, s.levels, s.counts, s.asked, s.others, s.note,
         s.published_by, s.published_at, e.content
order by s.snapshot desc;
