-- 0009_rectification: what becomes of a finding, from a clue to the second look after it was closed.
--
-- A finding lives by its events; the table holds each with the stage it led to, so playing the
-- events again must give the same stages. What was found before there were events was taken as
-- confirmed: open ones stand as verified, closed ones as closed. Measures are put down once and
-- may serve many findings of their unit.

alter table finding_entry add column source varchar;   -- who or what found it; null: see `team`

create table finding_event_entry (
    entry   bigint not null default nextval('entry_number'),
    audit   bigint not null default (getvariable('audit')::bigint),
    finding bigint not null,
    event   varchar not null,
    stage   varchar not null check (stage in (
        'clue', 'verified', 'assigned', 'signed', 'under_way', 'long_term', 'closing', 'checked',
        'closed', 'revisited', 'consolidated', 'disputed', 'unfounded', 'merged', 'voided'
    )),
    actor   varchar not null,
    "at"    timestamp not null,
    kind    varchar check (kind in ('at_once', 'by_date', 'long_term')),
    due     date,        -- the day it is to be put right by; of an asked extension the day asked for
    way     varchar check (way in ('indicator', 'site')),   -- how a check was made
    reason  varchar,     -- a code
    note    varchar,
    target  bigint       -- the finding it was merged into
);

create sequence measure_number;

create table measure_entry (
    entry      bigint not null default nextval('entry_number'),
    audit      bigint not null default (getvariable('audit')::bigint),
    measure    bigint not null,
    unit       varchar not null,
    text       varchar not null,
    leader     varchar not null,    -- who answers for it
    department varchar not null,
    owner      varchar not null,    -- who does it
    due        date not null,
    withdrawn  boolean not null
);

create view measure as
select measure, unit, text, leader, department, owner, due
from measure_entry
qualify row_number() over (partition by measure order by entry desc) = 1 and not withdrawn;

create table measure_finding_entry (
    entry     bigint not null default nextval('entry_number'),
    audit     bigint not null default (getvariable('audit')::bigint),
    measure   bigint not null,
    finding   bigint not null,
    withdrawn boolean not null
);

create view measure_finding as
select measure, finding
from measure_finding_entry
qualify row_number() over (partition by measure, finding order by entry desc) = 1
    and not withdrawn;

create sequence attachment_number;

-- Photos and papers beside a visit, a finding or one of its events. Their bytes lie in the blobs.
create table attachment_entry (
    entry      bigint not null default nextval('entry_number'),
    audit      bigint not null default (getvariable('audit')::bigint),
    attachment bigint not null,
    of_kind    varchar not null check (of_kind in ('visit', 'finding')),
    of_number  bigint not null,
    unit       varchar not null,
    hash       varchar not null,
    file_name  varchar not null,
    added_by   varchar not null,
    added_at   timestamp not null,
    withdrawn  boolean not null
);

create view attachment as
select a.attachment, a.of_kind, a.of_number, a.unit, a.hash, a.file_name, a.added_by, a.added_at,
       f.kind, f.size, a.entry
from (
    select *
    from attachment_entry
    qualify row_number() over (partition by attachment order by entry desc) = 1
) as a
join evidence_file as f using (hash)
where not a.withdrawn;

create or replace view finding as
select
    f.finding, f.unit, f.period, f.team, f.visit, f.problem, f.strength, f.indicator,
    f.severity, f.description, f.found_on,
    case when e.stage in ('closed', 'revisited', 'consolidated', 'unfounded', 'merged', 'voided')
              or (e.stage is null and f.state = 'closed')
         then 'closed' else 'open' end as state,
    coalesce(e.stage, case when f.state = 'closed' then 'closed' else 'verified' end) as stage,
    coalesce(e.stage, 'verified') not in ('clue', 'disputed', 'unfounded', 'merged', 'voided')
        as confirmed,
    coalesce(f.source, case when f.team is null then 'review' else 'team' end) as source,
    r.actor as recorded_by, r."at" as recorded_at
from (
    select *
    from finding_entry
    qualify row_number() over (partition by finding order by entry desc) = 1
) as f
left join (
    select finding, stage
    from finding_event_entry
    qualify row_number() over (partition by finding order by entry desc) = 1
) as e using (finding)
join audit as r on r.audit = f.audit;

-- Published is what somebody had confirmed by then.
create or replace view published.finding as
select finding, unit, period, team, visit, problem, strength, indicator, severity, description,
       found_on, state, true as confirmed
from main.snapshot_finding
where snapshot = getvariable('snapshot');
