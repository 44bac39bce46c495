-- 0021_replies: a return says what it asks for, and a file may prove one question.
--
-- request   change, explanation or evidence; null in returns of before, which any reply answers
-- field     the question a file was put under; null: it proves its indicator as a whole
--
-- A returned item may be changed, explained and proved at once. The view `reply` showed the newest
-- reply only, so that a change hid what the county had written; now it shows all of them.

alter table evidence_entry add column field varchar;
alter table verdict_entry add column request varchar;

create or replace view evidence as
select e.evidence, e.unit, e.period, e.indicator, e.hash, e.file_name, e.added_by, e.added_at,
       f.kind, f.size, e.field, e.entry
from (
    select *
    from evidence_entry
    qualify row_number() over (partition by evidence order by entry desc) = 1
) as e
join evidence_file as f using (hash)
where not e.withdrawn;

create or replace view verdict as
select v.unit, v.period, v.field, v.level, v.decision, v.answer, v.state, v.value, v.reason,
       v.note, v.given_by, v.given_at, v.entry, v.request
from (
    select *
    from verdict_entry
    qualify row_number() over (partition by unit, period, field, level order by entry desc) = 1
) as v
left join current_answer as a using (unit, period, field)
where v.decision <> 'voided' and v.answer is not distinct from a.entry;

create or replace view published.verdict as
select v.unit, v.period, v.field, v.level, v.decision, v.answer, v.state, v.value, v.reason,
       v.note, v.given_by, v.given_at, v.entry, v.request
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

-- One row per returned verdict. `explanation` is the newest that was written.
create or replace view reply as
select
    unit, period, field, verdict,
    bool_or(kind = 'change') as changed,
    bool_or(kind = 'evidence') as proved,
    arg_max(explanation, entry) filter (where explanation is not null) as explanation,
    arg_max(replied_by, entry) as replied_by
from reply_entry
group by unit, period, field, verdict;
