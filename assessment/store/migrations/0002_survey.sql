-- 0002_survey: what each unit answered, and the honours and vetoes that go with it.
--
-- Answers are only ever added: a correction is a new entry, and the highest entry of a unit,
-- period and field counts. An answer is one of three things, and they are never mixed up:
-- `value` has a number, `not_applicable` and `missing` have none. Missing is not zero.
-- There is no primary key on answer_entry: on big tables it costs twelve times the loading.

create sequence filing_number;

create table filing (
    filing    bigint primary key,
    audit     bigint not null default (getvariable('audit')::bigint),
    unit      varchar not null,
    period    varchar not null,
    file_name varchar not null,
    file_hash varchar not null,   -- SHA-256 of the file's bytes: the same file is filed once
    filed_by  varchar not null,
    filed_at  timestamp not null
);

create table answer_entry (
    entry    bigint not null default nextval('entry_number'),
    audit    bigint not null default (getvariable('audit')::bigint),
    filing   bigint not null,
    unit     varchar not null,
    period   varchar not null,
    field    varchar not null,
    state    varchar not null check (state in ('value', 'not_applicable', 'missing')),
    value    double,
    evidence varchar,
    note     varchar,
    check ((state = 'value') = (value is not null)),
    check (value is null or isfinite(value))
);

create view current_answer as
select a.unit, a.period, a.field, a.state, a.value, a.evidence, a.note,
       a.entry, a.filing, f.file_name, f.filed_by, f.filed_at
from (
    select *
    from answer_entry
    qualify row_number() over (partition by unit, period, field order by entry desc) = 1
) as a
join filing as f using (filing);

create sequence honour_number;

create table honour_entry (
    entry       bigint not null default nextval('entry_number'),
    audit       bigint not null default (getvariable('audit')::bigint),
    honour      bigint not null,
    unit        varchar not null,
    period      varchar not null,
    item        varchar not null,   -- bonus item of the framework
    level       varchar not null check (level in ('national', 'provincial', 'municipal')),
    achievement varchar not null,   -- what was honoured; the same words are the same achievement
    awarded_on  date,
    evidence    varchar,
    withdrawn   boolean not null
);

-- A withdrawn honour is as if it had never been given.
create view honour as
select h.honour, h.unit, h.period, h.item, h.level, h.achievement, h.awarded_on, h.evidence,
       r.actor as recorded_by, r."at" as recorded_at
from (
    select *
    from honour_entry
    qualify row_number() over (partition by honour order by entry desc) = 1
) as h
join audit as r using (audit)
where not h.withdrawn;

-- The honours that count: each achievement of a unit in a period once, at its highest level.
create view counted_honour as
select honour, unit, period, item, level, achievement
from honour
qualify row_number() over (
    partition by unit, period, achievement
    order by case level when 'national' then 1 when 'provincial' then 2 else 3 end, honour
) = 1;

create sequence declaration_number;

create table veto_declaration_entry (
    entry       bigint not null default nextval('entry_number'),
    audit       bigint not null default (getvariable('audit')::bigint),
    declaration bigint not null,
    unit        varchar not null,
    period      varchar not null,
    item        varchar not null,   -- veto item of the framework
    declared_on date not null,
    reason      varchar not null,
    lifted      date,               -- null while it is in force
    lift_reason varchar,
    check ((lifted is null) = (lift_reason is null))
);

create view veto_declaration as
select v.declaration, v.unit, v.period, v.item, v.declared_on, v.reason, v.lifted, v.lift_reason,
       r.actor as recorded_by, r."at" as recorded_at
from (
    select *
    from veto_declaration_entry
    qualify row_number() over (partition by declaration order by entry desc) = 1
) as v
join audit as r using (audit);

-- What scoring reads. A null value is not applicable; a missing answer has no row at all.
create view answer as
select unit, period, field, value
from current_answer
where state <> 'missing'
union all
select unit, period, item || '.' || level as field, count(*)::double as value
from counted_honour
group by unit, period, item, level
union all
select distinct unit, period, item as field, 1.0::double as value
from veto_declaration
where lifted is null;
