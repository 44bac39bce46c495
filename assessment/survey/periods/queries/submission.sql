-- submission: where each unit's submission of a period stands; every unit is listed.
--
-- $period
-- grain    one row per unit
-- unknown  never begun: state not_started, no event, and no time

select s.unit, s.period, s.state, r.levels, p.state = 'locked' as locked, s.event, s.content,
       s.due, s.reason, s.note, s.actor, s.since, s.submitted_at, s.submitted_by, s.entry
from submission as s
join period_rule as r using (period)
join period as p using (period)
where s.period = $period
order by s.unit;
