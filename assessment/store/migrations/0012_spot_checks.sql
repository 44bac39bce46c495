-- 0012_spot_checks: what teams saw of what a county reported, what they achieved, where counties looked.
--
-- A spot check is about one answer entry, as a verdict is: what the county says afterwards is
-- another answer, of which nothing was seen. A team that looks again at the same answer says it
-- anew under the old number. A result is a number of one team, in one unit, in one month; a month
-- nobody told anything of has no row, which is not a zero. An observation is a visit of a county
-- to others with questions of its own; each question lives by what was said of it last.

create sequence spot_check_number;

create table spot_check_entry (
    entry      bigint not null default nextval('entry_number'),
    audit      bigint not null default (getvariable('audit')::bigint),
    spot_check bigint not null,
    unit       varchar not null,
    period     varchar not null,
    field      varchar not null,
    answer     bigint not null,      -- the answer_entry it is about
    outcome    varchar not null check (outcome in ('agree', 'differ', 'could_not')),
    state      varchar check (state in ('value', 'not_applicable')),   -- what the team saw itself
    value      double,
    note       varchar,
    team       varchar not null,
    day        date not null,
    withdrawn  boolean not null,
    check (outcome = 'differ' or state is null),
    check ((state is not distinct from 'value') = (value is not null)),
    check (value is null or isfinite(value))
);

create view spot_check as
select c.spot_check, c.unit, c.period, c.field, c.answer, c.outcome, c.state, c.value, c.note,
       c.team, c.day, c.entry, r.actor as recorded_by, r."at" as recorded_at
from (
    select *
    from spot_check_entry
    qualify row_number() over (partition by spot_check order by entry desc) = 1
) as c
join audit as r using (audit)
where not c.withdrawn;

-- Nothing has to be copied when a period is published: what held is what was said before.
create view published.spot_check as
select c.spot_check, c.unit, c.period, c.field, c.answer, c.outcome, c.state, c.value, c.note,
       c.team, c.day, c.entry, r.actor as recorded_by, r."at" as recorded_at
from (
    select e.*
    from main.spot_check_entry as e
    join main.snapshot as s on s.snapshot = getvariable('snapshot') and e.audit < s.audit
    qualify row_number() over (partition by e.spot_check order by e.entry desc) = 1
) as c
join main.audit as r using (audit)
where not c.withdrawn;

create table result_entry (
    entry  bigint not null default nextval('entry_number'),
    audit  bigint not null default (getvariable('audit')::bigint),
    team   varchar not null,
    unit   varchar not null,
    month  date not null check (day(month) = 1),
    figure varchar not null,
    value  bigint check (value >= 0)     -- null: taken back, it is not known after all
);

create view result as
select f.team, f.unit, f.month, f.figure, f.value, f.entry,
       r.actor as recorded_by, r."at" as recorded_at
from (
    select *
    from result_entry
    qualify row_number() over (partition by team, unit, month, figure order by entry desc) = 1
) as f
join audit as r using (audit)
where f.value is not null;

create sequence observation_number;

create table observation_entry (
    entry       bigint not null default nextval('entry_number'),
    audit       bigint not null default (getvariable('audit')::bigint),
    observation bigint not null,
    unit        varchar not null,     -- who went to look
    day         date not null,
    host        varchar not null,     -- where, in words
    people      bigint check (people > 0),
    withdrawn   boolean not null
);

create view observation as
select o.observation, o.unit, o.day, o.host, o.people, r.actor as recorded_by,
       r."at" as recorded_at
from (
    select *
    from observation_entry
    qualify row_number() over (partition by observation order by entry desc) = 1
) as o
join audit as r using (audit)
where not o.withdrawn;

create sequence question_number;

create table observation_question_entry (
    entry       bigint not null default nextval('entry_number'),
    audit       bigint not null default (getvariable('audit')::bigint),
    question    bigint not null,
    observation bigint not null,
    brought     varchar not null,     -- the question
    found       varchar,              -- the answer found there; null: none yet
    adopt       varchar,              -- what will be done at home; null: nothing decided
    due         date,                 -- the day that is looked at again
    came_of_it  varchar,
    looked_on   date,
    check ((adopt is null) = (due is null)),
    check ((came_of_it is null) = (looked_on is null)),
    check (came_of_it is null or adopt is not null)
);

create view observation_question as
select question, observation, brought, found, adopt, due, came_of_it, looked_on, entry
from observation_question_entry
qualify row_number() over (partition by question order by entry desc) = 1;
