-- review_verdict: everything reviewers said of some units' answers in a period, newest first.
--
-- $period, $units
-- grain    one row per verdict ever given
-- holds    whether it is about the answer as it stands, and nobody of that level said otherwise
-- unknown  replied_by: the county has not replied, or nothing was returned

select e.unit, e.field, e.level, e.decision, e.answer, e.state, e.value, e.reason, e.note,
       e.given_by, e.given_at, e.entry, v.entry is not null as holds, e.request, r.explanation,
       coalesce(r.changed, false) as changed, coalesce(r.proved, false) as proved, r.replied_by
from verdict_entry as e
left join verdict as v on v.entry = e.entry
left join reply as r on r.verdict = e.entry
where e.period = $period and list_contains($units, e.unit)
order by e.entry desc;
