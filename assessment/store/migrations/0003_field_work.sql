-- 0003_field_work: teams and the units they are linked to, their visits and what they found.
--
-- An open end (`ends` null) means "still". A team may serve several units and a unit have several
-- teams. An assignment that ends and a finding that is closed are new entries under the old
-- number; the old entry stays. Days are inclusive at both ends.

create table team_entry (
    entry         bigint not null default nextval('entry_number'),
    audit         bigint not null default (getvariable('audit')::bigint),
    team          varchar not null,
    name          varchar not null,
    kind          varchar not null check (kind in ('liaison', 'stay_in', 'guidance')),
    sending_body  varchar not null,
    sending_level varchar not null check (sending_level in ('national', 'province', 'prefecture')),
    batch         varchar not null   -- the round of postings it was sent in
);

create view team as
select team, name, kind, sending_body, sending_level, batch
from team_entry
qualify row_number() over (partition by team order by entry desc) = 1;

create table person_entry (
    entry  bigint not null default nextval('entry_number'),
    audit  bigint not null default (getvariable('audit')::bigint),
    person varchar not null,
    name   varchar not null,
    body   varchar not null   -- where they work
);

create view person as
select person, name, body
from person_entry
qualify row_number() over (partition by person order by entry desc) = 1;

create table team_member_entry (
    entry     bigint not null default nextval('entry_number'),
    audit     bigint not null default (getvariable('audit')::bigint),
    team      varchar not null,
    person    varchar not null,
    is_leader boolean not null,
    starts    date not null,
    ends      date check (ends is null or ends >= starts)
);

create view team_member as
select team, person, is_leader, starts, ends
from team_member_entry
qualify row_number() over (partition by team, person, starts order by entry desc) = 1;

create sequence assignment_number;

create table assignment_entry (
    entry      bigint not null default nextval('entry_number'),
    audit      bigint not null default (getvariable('audit')::bigint),
    assignment bigint not null,
    team       varchar not null,
    unit       varchar not null,
    kind       varchar not null check (kind in ('liaison', 'stay_in')),
    starts     date not null,
    ends       date check (ends is null or ends >= starts)
);

create view assignment as
select assignment, team, unit, kind, starts, ends
from assignment_entry
qualify row_number() over (partition by assignment order by entry desc) = 1;

create sequence visit_number;

create table visit_entry (
    entry  bigint not null default nextval('entry_number'),
    audit  bigint not null default (getvariable('audit')::bigint),
    visit  bigint not null,
    team   varchar not null,
    unit   varchar not null,
    kind   varchar not null check (kind in ('visit', 'stay')),
    starts date not null,
    ends   date not null check (ends >= starts),
    place  varchar,
    diary  varchar
);

create view visit as
select v.visit, v.team, v.unit, v.kind, v.starts, v.ends, v.place, v.diary,
       r.actor as recorded_by, r."at" as recorded_at
from (
    select *
    from visit_entry
    qualify row_number() over (partition by visit order by entry desc) = 1
) as v
join audit as r using (audit);

create sequence finding_number;

create table finding_entry (
    entry       bigint not null default nextval('entry_number'),
    audit       bigint not null default (getvariable('audit')::bigint),
    finding     bigint not null,
    unit        varchar not null,
    period      varchar not null,
    team        varchar,            -- null when a reviewer or a rule found it
    visit       bigint,
    problem     varchar,            -- common problem of the framework, when it is one
    strength    varchar not null,
    indicator   varchar,
    severity    varchar not null check (severity in ('low', 'medium', 'high')),
    description varchar not null,
    found_on    date not null,
    state       varchar not null check (state in ('open', 'closed'))
);

create view finding as
select f.finding, f.unit, f.period, f.team, f.visit, f.problem, f.strength, f.indicator,
       f.severity, f.description, f.found_on, f.state, r.actor as recorded_by, r."at" as recorded_at
from (
    select *
    from finding_entry
    qualify row_number() over (partition by finding order by entry desc) = 1
) as f
join audit as r using (audit);
