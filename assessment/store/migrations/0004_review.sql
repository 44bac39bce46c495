-- 0004_review: drafts, evidence, what becomes of a submission, and what a reviewer says of an item.
--
-- A unit's submission of a period lives by its events; the table holds each event with the state
-- it led to, so playing the events again must give the same states. A verdict is about one answer
-- entry: a later answer to the same field is a new entry, which no verdict has been given on.
-- A draft counts for nobody: it becomes an answer when it is submitted.

-- How a period is run. Whoever opened it earlier than this was asked for everything, on one level,
-- and what they filed counts until somebody verifies it.
create table period_rule_entry (
    entry     bigint not null default nextval('entry_number'),
    audit     bigint not null default (getvariable('audit')::bigint),
    period    varchar not null,
    framework varchar,            -- fingerprint of a framework_text; null: the file as it stands
    levels    varchar not null check (levels in ('province', 'city_and_province')),
    counts    varchar not null check (counts in ('verified', 'self_reported')),
    asked     varchar not null,   -- strengths, apart by blanks; empty: all of the framework
    others    varchar not null check (others in ('anonymous', 'named'))
);

create view period_rule as
select p.period, r.framework, coalesce(r.levels, 'province') as levels,
       coalesce(r.counts, 'self_reported') as counts, coalesce(r.asked, '') as asked,
       coalesce(r.others, 'anonymous') as others
from period as p
left join (
    select *
    from period_rule_entry
    qualify row_number() over (partition by period order by entry desc) = 1
) as r using (period);

create table framework_text (
    fingerprint varchar primary key,   -- SHA-256 of the text's bytes
    audit       bigint not null default (getvariable('audit')::bigint),
    text        varchar not null
);

-- What a county typed and has not submitted: an entry a field saved.
create table draft_entry (
    entry    bigint not null default nextval('entry_number'),
    audit    bigint not null default (getvariable('audit')::bigint),
    unit     varchar not null,
    period   varchar not null,
    field    varchar not null,
    state    varchar not null check (state in ('value', 'not_applicable', 'missing')),
    value    double,
    evidence varchar,            -- where the proof is, in words; files are in `evidence`
    note     varchar,
    saved_by varchar not null,
    check ((state = 'value') = (value is not null)),
    check (value is null or isfinite(value))
);

-- What a form shows: the latest that was typed or submitted, whichever came later.
create view working_answer as
select unit, period, field, state, value, evidence, note, entry, saved_by, is_draft
from (
    select unit, period, field, state, value, evidence, note, entry, saved_by, true as is_draft
    from draft_entry
    union all
    select a.unit, a.period, a.field, a.state, a.value, a.evidence, a.note, a.entry,
           f.filed_by as saved_by, false as is_draft
    from answer_entry as a
    join filing as f using (filing)
)
qualify row_number() over (partition by unit, period, field order by entry desc) = 1;

-- A file's bytes lie outside the database, under their hash.
create table evidence_file (
    hash  varchar primary key,   -- SHA-256 of the bytes as kept
    audit bigint not null default (getvariable('audit')::bigint),
    kind  varchar not null check (kind in ('jpeg', 'png', 'pdf', 'docx', 'xlsx', 'pptx')),
    size  bigint not null
);

create sequence evidence_number;

create table evidence_entry (
    entry     bigint not null default nextval('entry_number'),
    audit     bigint not null default (getvariable('audit')::bigint),
    evidence  bigint not null,
    unit      varchar not null,
    period    varchar not null,
    indicator varchar not null,
    hash      varchar not null,
    file_name varchar not null,
    added_by  varchar not null,
    added_at  timestamp not null,
    withdrawn boolean not null
);

create view evidence as
select e.evidence, e.unit, e.period, e.indicator, e.hash, e.file_name, e.added_by, e.added_at,
       f.kind, f.size
from (
    select *
    from evidence_entry
    qualify row_number() over (partition by evidence order by entry desc) = 1
) as e
join evidence_file as f using (hash)
where not e.withdrawn;

-- The events of a submission. `state` is where it led; `content` the hash of what was submitted,
-- then or before.
create table submission_entry (
    entry    bigint not null default nextval('entry_number'),
    audit    bigint not null default (getvariable('audit')::bigint),
    unit     varchar not null,
    period   varchar not null,
    event    varchar not null,
    state    varchar not null check (state in (
        'not_started', 'filling', 'submitted', 'in_review', 'city_reviewed', 'approved',
        'published', 'returned'
    )),
    content  varchar,
    due      date,               -- of what was returned or reopened
    reason   varchar,            -- a code
    note     varchar,
    actor    varchar not null,
    "at"     timestamp not null
);

-- Every unit in every period. Who filed before there were events has submitted.
create view submission as
select
    u.unit, p.period,
    coalesce(s.state, case when f.unit is not null then 'submitted' else 'not_started' end)
        as state,
    s.event, s.content, s.due, s.reason, s.note, s.actor, coalesce(s."at", f.filed_at) as since,
    g."at" as submitted_at, g.actor as submitted_by, coalesce(s.entry, 0) as entry
from unit as u
cross join period as p
left join (
    select *
    from submission_entry
    qualify row_number() over (partition by unit, period order by entry desc) = 1
) as s on s.unit = u.unit and s.period = p.period
left join (
    select *
    from submission_entry
    where event in ('submit', 'import')
    qualify row_number() over (partition by unit, period order by entry desc) = 1
) as g on g.unit = u.unit and g.period = p.period
left join (
    select unit, period, min(filed_at) as filed_at
    from filing
    group by unit, period
) as f on f.unit = u.unit and f.period = p.period;

-- What a reviewer said of one answer. `voided` takes back what was said before: the evidence beside
-- it has changed. A corrected answer has a value of the reviewer's own beside the reported one.
create table verdict_entry (
    entry    bigint not null default nextval('entry_number'),
    audit    bigint not null default (getvariable('audit')::bigint),
    unit     varchar not null,
    period   varchar not null,
    field    varchar not null,
    level    varchar not null check (level in ('city', 'province')),
    decision varchar not null check (decision in ('accepted', 'corrected', 'returned', 'voided')),
    answer   bigint,             -- the answer_entry it is about; null: the field was not answered
    state    varchar check (state in ('value', 'not_applicable', 'missing')),
    value    double,             -- as verified
    reason   varchar,            -- a code
    note     varchar,
    given_by varchar not null,
    given_at timestamp not null
);

-- The verdicts that hold, of each level: on the answer as it stands now.
create view verdict as
select v.unit, v.period, v.field, v.level, v.decision, v.answer, v.state, v.value, v.reason,
       v.note, v.given_by, v.given_at, v.entry
from (
    select *
    from verdict_entry
    qualify row_number() over (partition by unit, period, field, level order by entry desc) = 1
) as v
left join current_answer as a using (unit, period, field)
where v.decision <> 'voided' and v.answer is not distinct from a.entry;

-- How a county answered what was returned: by another answer, or by explaining the old one.
create table reply_entry (
    entry       bigint not null default nextval('entry_number'),
    audit       bigint not null default (getvariable('audit')::bigint),
    unit        varchar not null,
    period      varchar not null,
    field       varchar not null,
    verdict     bigint not null,   -- entry of the verdict that returned it
    kind        varchar not null check (kind in ('change', 'explanation')),
    explanation varchar,
    replied_by  varchar not null,
    check ((kind = 'explanation') = (explanation is not null))
);

create view reply as
select unit, period, field, verdict, kind, explanation, replied_by
from reply_entry
qualify row_number() over (partition by verdict order by entry desc) = 1;

-- The answers that count: as verified where somebody verified them, else as reported, and that
-- only where the period counts what nobody has verified yet.
create view counted_answer as
select
    a.unit, a.period, a.field,
    coalesce(v.state, a.state) as state,
    case when v.state is null then a.value else v.value end as value,
    a.evidence, a.note, a.entry, a.filing, a.file_name, a.filed_by, a.filed_at,
    a.state as reported_state, a.value as reported_value,
    v.state is not null as verified
from current_answer as a
left join (
    select *
    from verdict
    where level = 'province' and decision in ('accepted', 'corrected')
) as v using (unit, period, field)
left join period_rule as r using (period)
where v.state is not null or coalesce(r.counts, 'self_reported') = 'self_reported';

create or replace view answer as
select unit, period, field, value
from counted_answer
where state <> 'missing'
union all
select unit, period, item || '.' || level as field, count(*)::double as value
from counted_honour
group by unit, period, item, level
union all
select distinct unit, period, item as field, 1.0::double as value
from veto_declaration
where lifted is null;
