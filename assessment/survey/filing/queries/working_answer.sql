-- working_answer: what one unit's form holds for one period, and when and by whom it was saved.
--
-- $unit, $period
-- grain    one row per field that anything was ever typed or submitted for
-- unknown  no row: never said. State missing: emptied again. Neither is a zero.

select w.field, w.state, w.value, w.evidence, w.note, w.entry, w.saved_by, w.is_draft,
       b."at" as saved_at
from working_answer as w
join (
    select entry, audit
    from draft_entry
    where unit = $unit and period = $period
    union all
    select entry, audit
    from answer_entry
    where unit = $unit and period = $period
) as e on e.entry = w.entry
join audit as b on b.audit = e.audit
where w.unit = $unit and w.period = $period
order by w.field;
