-- 0006_snapshot: what was published, frozen: what the scores rest on, and the scores themselves.
--
-- A snapshot is of one period, numbered 1, 2, 3 … and never written to again; a correction is
-- another snapshot. The schema `published` has the relations that scores are read from, under the
-- names the queries know them by, as the snapshot of the variable `snapshot` holds them: whoever
-- looks there first, and in `main` for the rest, reads a database in which nothing was said since.

create table snapshot (
    snapshot     bigint primary key,
    audit        bigint not null default (getvariable('audit')::bigint),
    period       varchar not null,
    framework    varchar not null,   -- fingerprint of a framework_text
    levels       varchar not null,
    counts       varchar not null,
    asked        varchar not null,
    others       varchar not null,   -- what a county sees of the others in it
    note         varchar not null,
    published_by varchar not null,
    published_at timestamp not null
);

-- What tells it from any other: SHA-256 over all that is frozen below, once all of it is there.
create table snapshot_seal (
    snapshot bigint primary key,
    audit    bigint not null default (getvariable('audit')::bigint),
    content  varchar not null
);

create table snapshot_prefecture (
    snapshot   bigint not null,
    prefecture varchar not null,
    name       varchar not null,
    name_en    varchar not null,
    lon        double not null,
    lat        double not null
);

-- `state` is that of its submission when it was published; one neither approved nor published
-- is missing from the snapshot, or in it on its own word.
create table snapshot_unit (
    snapshot   bigint not null,
    unit       varchar not null,
    name       varchar not null,
    name_en    varchar not null,
    kind       varchar not null,
    prefecture varchar not null,
    peer_group varchar not null,
    statutory  boolean not null,
    assumed    boolean not null,
    lon        double not null,
    lat        double not null,
    state      varchar not null,
    answers    bigint not null       -- how many of its answers counted
);

-- Of the period itself everything on record, and whether it counted; of earlier ones what counted,
-- where scoring looks back to them.
create table snapshot_answer (
    snapshot       bigint not null,
    unit           varchar not null,
    period         varchar not null,
    field          varchar not null,
    state          varchar not null,
    value          double,
    evidence       varchar,
    note           varchar,
    entry          bigint not null,
    filing         bigint not null,
    file_name      varchar not null,
    filed_by       varchar not null,
    filed_at       timestamp not null,
    reported_state varchar not null,
    reported_value double,
    verified       boolean not null,
    counted        boolean not null
);

create table snapshot_evidence (
    snapshot  bigint not null,
    evidence  bigint not null,
    unit      varchar not null,
    period    varchar not null,
    indicator varchar not null,
    hash      varchar not null,
    file_name varchar not null,
    added_by  varchar not null,
    added_at  timestamp not null,
    kind      varchar not null,
    size      bigint not null
);

create table snapshot_honour (
    snapshot    bigint not null,
    honour      bigint not null,
    unit        varchar not null,
    period      varchar not null,
    item        varchar not null,
    level       varchar not null,
    achievement varchar not null,
    awarded_on  date,
    evidence    varchar,
    counted     boolean not null
);

create table snapshot_veto (
    snapshot    bigint not null,
    declaration bigint not null,
    unit        varchar not null,
    period      varchar not null,
    item        varchar not null,
    declared_on date not null,
    reason      varchar not null,
    lifted      date,
    lift_reason varchar
);

create table snapshot_finding (
    snapshot    bigint not null,
    finding     bigint not null,
    unit        varchar not null,
    period      varchar not null,
    team        varchar,
    visit       bigint,
    problem     varchar,
    strength    varchar not null,
    indicator   varchar,
    severity    varchar not null,
    description varchar not null,
    found_on    date not null,
    state       varchar not null
);

-- The units a team came to in the period: that nothing was found there then tells something.
create table snapshot_visit (
    snapshot bigint not null,
    visit    bigint not null,
    team     varchar not null,
    unit     varchar not null,
    kind     varchar not null,
    starts   date not null,
    ends     date not null
);

-- The scores, each frame of them as one text whose bytes are compared when it is computed again.
create table snapshot_result (
    snapshot bigint not null,
    name     varchar not null,
    types    varchar not null,    -- JSON: the type of each column
    text     varchar not null,    -- CSV, full precision
    hash     varchar not null     -- SHA-256 of the text in UTF-8
);

create schema published;

create view published.prefecture as
select prefecture, name, name_en, lon, lat
from main.snapshot_prefecture
where snapshot = getvariable('snapshot');

create view published.unit as
select unit, name, name_en, kind, prefecture, peer_group, statutory, assumed, lon, lat
from main.snapshot_unit
where snapshot = getvariable('snapshot');

create view published.current_answer as
select unit, period, field, reported_state as state, reported_value as value, evidence, note,
       entry, filing, file_name, filed_by, filed_at
from main.snapshot_answer
where snapshot = getvariable('snapshot');

create view published.counted_answer as
select unit, period, field, state, value, evidence, note, entry, filing, file_name, filed_by,
       filed_at, reported_state, reported_value, verified
from main.snapshot_answer
where snapshot = getvariable('snapshot') and counted;

create view published.honour as
select honour, unit, period, item, level, achievement, awarded_on, evidence
from main.snapshot_honour
where snapshot = getvariable('snapshot');

create view published.counted_honour as
select honour, unit, period, item, level, achievement
from main.snapshot_honour
where snapshot = getvariable('snapshot') and counted;

create view published.veto_declaration as
select declaration, unit, period, item, declared_on, reason, lifted, lift_reason
from main.snapshot_veto
where snapshot = getvariable('snapshot');

create view published.answer as
select unit, period, field, value
from main.snapshot_answer
where snapshot = getvariable('snapshot') and counted and state <> 'missing'
union all
select unit, period, item || '.' || level as field, count(*)::double as value
from main.snapshot_honour
where snapshot = getvariable('snapshot') and counted
group by unit, period, item, level
union all
select distinct unit, period, item as field, 1.0::double as value
from main.snapshot_veto
where snapshot = getvariable('snapshot') and lifted is null;

create view published.finding as
select finding, unit, period, team, visit, problem, strength, indicator, severity, description,
       found_on, state
from main.snapshot_finding
where snapshot = getvariable('snapshot');

create view published.visit as
select visit, team, unit, kind, starts, ends
from main.snapshot_visit
where snapshot = getvariable('snapshot');

create view published.evidence as
select evidence, unit, period, indicator, hash, file_name, added_by, added_at, kind, size
from main.snapshot_evidence
where snapshot = getvariable('snapshot');

create view published.filing as
select distinct filing, unit, period, file_name, filed_by, filed_at
from main.snapshot_answer
where snapshot = getvariable('snapshot');
