-- 0017_codes: a column's codes are listed by the software and no longer by its table.
--
-- DuckDB cannot alter a CHECK, so each list of codes made a new role, stage or kind of file
-- impossible. The tables that had one are made anew without it, with all their rows; columns,
-- numbers, audit records and all other checks stay. A check that binds a code to another column
-- says what is asked of that code, and leaves codes that are still to come alone. Views find a
-- table by its name, so they stay as they are. `store/coded_columns.py` holds the lists now.
--
-- The record of migrations gets a hash of what was applied. A migration is known by that, and its
-- number may differ between databases: some were numbered anew once. Rows from before have none.

create table migration_now (
    version    integer not null,   -- the number it had when it was applied
    name       varchar not null,
    applied_at timestamp not null,
    hash       varchar             -- see `store/schema.py`; null: applied before there were hashes
);
insert into migration_now by name select * from migration;
drop table migration;
alter table migration_now rename to migration;

create table period_entry_now (
    entry    bigint not null default nextval('entry_number'),
    audit    bigint not null default (getvariable('audit')::bigint),
    period   varchar not null,
    starts   date not null,
    ends     date not null check (ends >= starts),
    deadline date not null,
    state    varchar not null
);
insert into period_entry_now by name select * from period_entry;
drop table period_entry;
alter table period_entry_now rename to period_entry;

create table answer_entry_now (
    entry    bigint not null default nextval('entry_number'),
    audit    bigint not null default (getvariable('audit')::bigint),
    filing   bigint not null,
    unit     varchar not null,
    period   varchar not null,
    field    varchar not null,
    state    varchar not null,
    value    double,
    evidence varchar,
    note     varchar,
    check ((state = 'value') = (value is not null)),
    check (value is null or isfinite(value))
);
insert into answer_entry_now by name select * from answer_entry;
drop table answer_entry;
alter table answer_entry_now rename to answer_entry;

create table honour_entry_now (
    entry       bigint not null default nextval('entry_number'),
    audit       bigint not null default (getvariable('audit')::bigint),
    honour      bigint not null,
    unit        varchar not null,
    period      varchar not null,
    item        varchar not null,   -- bonus item of the framework
    level       varchar not null,
    achievement varchar not null,   -- what was honoured; the same words are the same achievement
    awarded_on  date,
    evidence    varchar,
    withdrawn   boolean not null
);
insert into honour_entry_now by name select * from honour_entry;
drop table honour_entry;
alter table honour_entry_now rename to honour_entry;

create table team_entry_now (
    entry          bigint not null default nextval('entry_number'),
    audit          bigint not null default (getvariable('audit')::bigint),
    team           varchar not null,
    name           varchar not null,
    kind           varchar not null,
    sending_body   varchar not null,
    sending_level  varchar not null,
    batch          varchar not null,   -- the round of postings it was sent in
    contact_leader varchar             -- 联系领导; null: not told
);
insert into team_entry_now by name select * from team_entry;
drop table team_entry;
alter table team_entry_now rename to team_entry;

create table assignment_entry_now (
    entry      bigint not null default nextval('entry_number'),
    audit      bigint not null default (getvariable('audit')::bigint),
    assignment bigint not null,
    team       varchar not null,
    unit       varchar not null,
    kind       varchar not null,
    starts     date not null,
    ends       date check (ends is null or ends >= starts),
    succeeds   bigint,    -- the link it was handed over from
    note       varchar,   -- why it was handed over or withdrawn
    withdrawn  boolean    -- null: no
);
insert into assignment_entry_now by name select * from assignment_entry;
drop table assignment_entry;
alter table assignment_entry_now rename to assignment_entry;

create table visit_entry_now (
    entry        bigint not null default nextval('entry_number'),
    audit        bigint not null default (getvariable('audit')::bigint),
    visit        bigint not null,
    team         varchar not null,
    unit         varchar not null,
    kind         varchar not null,
    starts       date not null,
    ends         date not null check (ends >= starts),
    place        varchar,
    diary        varchar,
    method       varchar,
    from_time    time,
    until_time   time,
    visited      varchar,   -- who was called on, by name
    visited_kind varchar,
    attended     varchar,   -- cadres who came along
    workers      integer,   -- how many were met
    together     varchar,   -- what was done with them
    heard        varchar,   -- no name of a private person
    seen         varchar,
    helped       varchar,
    reflection   varchar,
    voided       boolean,   -- null: no
    reason       varchar    -- why it was voided
);
insert into visit_entry_now by name select * from visit_entry;
drop table visit_entry;
alter table visit_entry_now rename to visit_entry;

create table finding_entry_now (
    entry       bigint not null default nextval('entry_number'),
    audit       bigint not null default (getvariable('audit')::bigint),
    finding     bigint not null,
    unit        varchar not null,
    period      varchar not null,
    team        varchar,   -- null when a reviewer or a rule found it
    visit       bigint,
    problem     varchar,   -- common problem of the framework, when it is one
    strength    varchar not null,
    indicator   varchar,
    severity    varchar not null,
    description varchar not null,
    found_on    date not null,
    state       varchar not null,
    source      varchar    -- who or what found it; null: see `team`
);
insert into finding_entry_now by name select * from finding_entry;
drop table finding_entry;
alter table finding_entry_now rename to finding_entry;

create table period_rule_entry_now (
    entry     bigint not null default nextval('entry_number'),
    audit     bigint not null default (getvariable('audit')::bigint),
    period    varchar not null,
    framework varchar,            -- fingerprint of a framework_text; null: the file as it stands
    levels    varchar not null,
    counts    varchar not null,
    asked     varchar not null,   -- strengths, apart by blanks; empty: all of the framework
    others    varchar not null
);
insert into period_rule_entry_now by name select * from period_rule_entry;
drop table period_rule_entry;
alter table period_rule_entry_now rename to period_rule_entry;

create table draft_entry_now (
    entry    bigint not null default nextval('entry_number'),
    audit    bigint not null default (getvariable('audit')::bigint),
    unit     varchar not null,
    period   varchar not null,
    field    varchar not null,
    state    varchar not null,
    value    double,
    evidence varchar,   -- where the proof is, in words; files are in `evidence`
    note     varchar,
    saved_by varchar not null,
    check ((state = 'value') = (value is not null)),
    check (value is null or isfinite(value))
);
insert into draft_entry_now by name select * from draft_entry;
drop table draft_entry;
alter table draft_entry_now rename to draft_entry;

create table evidence_file_now (
    hash  varchar primary key,   -- SHA-256 of the bytes as kept
    audit bigint not null default (getvariable('audit')::bigint),
    kind  varchar not null,
    size  bigint not null
);
insert into evidence_file_now by name select * from evidence_file;
drop table evidence_file;
alter table evidence_file_now rename to evidence_file;

create table submission_entry_now (
    entry   bigint not null default nextval('entry_number'),
    audit   bigint not null default (getvariable('audit')::bigint),
    unit    varchar not null,
    period  varchar not null,
    event   varchar not null,
    state   varchar not null,
    content varchar,
    due     date,      -- of what was returned or reopened
    reason  varchar,   -- a code
    note    varchar,
    actor   varchar not null,
    "at"    timestamp not null
);
insert into submission_entry_now by name select * from submission_entry;
drop table submission_entry;
alter table submission_entry_now rename to submission_entry;

create table verdict_entry_now (
    entry    bigint not null default nextval('entry_number'),
    audit    bigint not null default (getvariable('audit')::bigint),
    unit     varchar not null,
    period   varchar not null,
    field    varchar not null,
    level    varchar not null,
    decision varchar not null,
    answer   bigint,    -- the answer_entry it is about; null: the field was not answered
    state    varchar,
    value    double,    -- as verified
    reason   varchar,   -- a code
    note     varchar,
    given_by varchar not null,
    given_at timestamp not null
);
insert into verdict_entry_now by name select * from verdict_entry;
drop table verdict_entry;
alter table verdict_entry_now rename to verdict_entry;

create table reply_entry_now (
    entry       bigint not null default nextval('entry_number'),
    audit       bigint not null default (getvariable('audit')::bigint),
    unit        varchar not null,
    period      varchar not null,
    field       varchar not null,
    verdict     bigint not null,   -- entry of the verdict that returned it
    kind        varchar not null,
    explanation varchar,
    replied_by  varchar not null,
    check (kind <> 'explanation' or explanation is not null),
    check (kind <> 'change' or explanation is null)
);
insert into reply_entry_now by name select * from reply_entry;
drop table reply_entry;
alter table reply_entry_now rename to reply_entry;

create table account_entry_now (
    entry         bigint not null default nextval('entry_number'),
    audit         bigint not null default (getvariable('audit')::bigint),
    account       varchar not null,   -- the login name, in small letters
    name          varchar not null,
    body          varchar not null,   -- where they work, and as what
    role          varchar not null,
    scope         varchar not null,   -- codes apart by blanks; empty: nothing
    state         varchar not null,
    demonstration boolean not null    -- signs in without a password, in a demonstration only
);
insert into account_entry_now by name select * from account_entry;
drop table account_entry;
alter table account_entry_now rename to account_entry;

create table session_entry_now (
    entry      bigint not null default nextval('entry_number'),
    audit      bigint not null default (getvariable('audit')::bigint),
    session    varchar not null,   -- SHA-256 of the token in the cookie
    account    varchar not null,
    way        varchar not null,
    started_at timestamp not null,
    viewing    varchar,            -- the account through whose eyes an administrator looks
    ended_at   timestamp,
    reason     varchar,
    check ((ended_at is null) = (reason is null))
);
insert into session_entry_now by name select * from session_entry;
drop table session_entry;
alter table session_entry_now rename to session_entry;

create table finding_event_entry_now (
    entry   bigint not null default nextval('entry_number'),
    audit   bigint not null default (getvariable('audit')::bigint),
    finding bigint not null,
    event   varchar not null,
    stage   varchar not null,
    actor   varchar not null,
    "at"    timestamp not null,
    kind    varchar,
    due     date,      -- the day it is to be put right by; of an asked extension the day asked for
    way     varchar,   -- how a check was made
    reason  varchar,   -- a code
    note    varchar,
    target  bigint     -- the finding it was merged into
);
insert into finding_event_entry_now by name select * from finding_event_entry;
drop table finding_event_entry;
alter table finding_event_entry_now rename to finding_event_entry;

create table attachment_entry_now (
    entry      bigint not null default nextval('entry_number'),
    audit      bigint not null default (getvariable('audit')::bigint),
    attachment bigint not null,
    of_kind    varchar not null,
    of_number  bigint not null,
    unit       varchar not null,
    hash       varchar not null,
    file_name  varchar not null,
    added_by   varchar not null,
    added_at   timestamp not null,
    withdrawn  boolean not null
);
insert into attachment_entry_now by name select * from attachment_entry;
drop table attachment_entry;
alter table attachment_entry_now rename to attachment_entry;

create table field_draft_entry_now (
    entry    bigint not null default nextval('entry_number'),
    audit    bigint not null default (getvariable('audit')::bigint),
    draft    bigint not null,
    author   varchar not null,   -- an account; nobody else sees it
    form     varchar not null,
    content  varchar not null,   -- the boxes and photos, as JSON
    saved_at timestamp not null,
    sent_as  bigint              -- the visit it became, and then it is no draft any more
);
insert into field_draft_entry_now by name select * from field_draft_entry;
drop table field_draft_entry;
alter table field_draft_entry_now rename to field_draft_entry;

create table spot_check_entry_now (
    entry      bigint not null default nextval('entry_number'),
    audit      bigint not null default (getvariable('audit')::bigint),
    spot_check bigint not null,
    unit       varchar not null,
    period     varchar not null,
    field      varchar not null,
    answer     bigint not null,   -- the answer_entry it is about
    outcome    varchar not null,
    state      varchar,           -- what the team saw itself
    value      double,
    note       varchar,
    team       varchar not null,
    day        date not null,
    withdrawn  boolean not null,
    check (outcome <> 'agree' or state is null),
    check (outcome <> 'could_not' or state is null),
    check ((state is not distinct from 'value') = (value is not null)),
    check (value is null or isfinite(value))
);
insert into spot_check_entry_now by name select * from spot_check_entry;
drop table spot_check_entry;
alter table spot_check_entry_now rename to spot_check_entry;

create table common_problem_entry_now (
    entry      bigint not null default nextval('entry_number'),
    audit      bigint not null default (getvariable('audit')::bigint),
    common     bigint not null,
    scope      varchar not null,   -- as in a link: province, prefecture:431200, peer_group:county
    problem    varchar not null,
    state      varchar not null,
    period     varchar not null,   -- by whose figures it was decided
    units      integer not null,   -- it held in
    with_data  integer not null,
    findings   integer not null,   -- that were seen
    target     bigint,             -- the common problem it was merged into
    reason     varchar,
    decided_by varchar not null,
    decided_at timestamp not null,
    withdrawn  boolean             -- true: withdrawn, from when `state` could not say so; see 0016
);
insert into common_problem_entry_now by name select * from common_problem_entry;
drop table common_problem_entry;
alter table common_problem_entry_now rename to common_problem_entry;
