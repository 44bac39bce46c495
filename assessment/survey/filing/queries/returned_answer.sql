-- returned_answer: what of one unit's submission was returned and stands so, with the reply to it.
--
-- $unit, $period
-- grain    one row per field and level that returned it; the province's last
-- unknown  answer: the field was not answered. kind: not replied to yet.

select v.field, v.level, v.entry as verdict, v.answer, v.reason, v.note, v.given_by, v.given_at,
       r.kind, r.explanation
from verdict as v
left join reply as r on r.verdict = v.entry
where v.unit = $unit and v.period = $period and v.decision = 'returned'
order by v.field, v.level;
