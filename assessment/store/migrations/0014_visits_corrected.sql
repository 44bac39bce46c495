-- 0014_visits_corrected: a visit that was logged in error is corrected, or voided, with a reason.
--
-- Each is one more entry under the old number. What is voided is no visit any more: whoever asks
-- for visits is not told of it, and its entries stay.

alter table visit_entry add column voided boolean;   -- null: no
alter table visit_entry add column reason varchar;   -- why it was voided

create or replace view visit as
select v.visit, v.team, v.unit, v.kind, v.starts, v.ends, v.place, v.diary, v.method, v.from_time,
       v.until_time, v.visited, v.visited_kind, v.attended, v.workers, v.together, v.heard, v.seen,
       v.helped, v.reflection, w.actor as recorded_by, w."at" as recorded_at, v.entry,
       case when v.entry <> v.written then c.actor end as corrected_by,
       case when v.entry <> v.written then c."at" end as corrected_at
from (
    select *, min(audit) over (partition by visit) as logged,
           min(entry) over (partition by visit) as written
    from visit_entry
    qualify row_number() over (partition by visit order by entry desc) = 1
) as v
join audit as w on w.audit = v.logged
join audit as c on c.audit = v.audit
where v.voided is not true;
