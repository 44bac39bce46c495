-- 0011_diary: what a visit's diary tells beyond day, place and a few words, and what is being written.
--
-- All of it may be blank: a visit logged in a minute on a phone says less than a day of a stay.
-- Unknown is null; that no worker was met is a zero somebody wrote.

alter table visit_entry add column method       varchar;  -- walk, talk, questionnaire, work_along
alter table visit_entry add column from_time    time;
alter table visit_entry add column until_time   time;
alter table visit_entry add column visited      varchar;  -- who was called on, by name
alter table visit_entry add column visited_kind varchar;
alter table visit_entry add column attended     varchar;  -- cadres who came along
alter table visit_entry add column workers      integer;  -- how many were met
alter table visit_entry add column together     varchar;  -- what was done with them
alter table visit_entry add column heard        varchar;  -- no name of a private person
alter table visit_entry add column seen         varchar;
alter table visit_entry add column helped       varchar;
alter table visit_entry add column reflection   varchar;

create or replace view visit as
select v.visit, v.team, v.unit, v.kind, v.starts, v.ends, v.place, v.diary, v.method, v.from_time,
       v.until_time, v.visited, v.visited_kind, v.attended, v.workers, v.together, v.heard, v.seen,
       v.helped, v.reflection, r.actor as recorded_by, r."at" as recorded_at
from (
    select *
    from visit_entry
    qualify row_number() over (partition by visit order by entry desc) = 1
) as v
join audit as r using (audit);

create sequence field_draft_number;

-- What somebody is writing and has not sent: a phone may lose its network, its page or its battery.
create table field_draft_entry (
    entry    bigint not null default nextval('entry_number'),
    audit    bigint not null default (getvariable('audit')::bigint),
    draft    bigint not null,
    author   varchar not null,   -- an account; nobody else sees it
    form     varchar not null check (form in ('note', 'visit')),
    content  varchar not null,   -- the boxes and photos, as JSON
    saved_at timestamp not null,
    sent_as  bigint              -- the visit it became, and then it is no draft any more
);

create view field_draft as
select draft, author, form, content, saved_at, sent_as, entry
from field_draft_entry
qualify row_number() over (partition by draft order by entry desc) = 1;
