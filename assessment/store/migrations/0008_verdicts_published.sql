-- 0008_verdicts_published: who verified an answer, as it stood when a snapshot was published.
--
-- Verdicts are never written over, and every write has a number in the audit, so nothing has to be
-- copied: those that held are the last ones given before the publication, on the answer frozen.

create view published.verdict as
select v.unit, v.period, v.field, v.level, v.decision, v.answer, v.state, v.value, v.reason,
       v.note, v.given_by, v.given_at, v.entry
from (
    select e.*
    from main.verdict_entry as e
    join main.snapshot as s on s.snapshot = getvariable('snapshot') and e.audit < s.audit
    qualify row_number() over (
        partition by e.unit, e.period, e.field, e.level order by e.entry desc
    ) = 1
) as v
left join main.snapshot_answer as a
    on a.snapshot = getvariable('snapshot')
    and a.unit = v.unit and a.period = v.period and a.field = v.field
where v.decision <> 'voided' and v.answer is not distinct from a.entry;
