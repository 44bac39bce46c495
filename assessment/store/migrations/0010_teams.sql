-- 0010_teams: who answers for a team, where its people come from, and how a link came about.
--
-- What was recorded in error is withdrawn: it was never so, and no longer shows; the entry stays.
-- What has ended did hold, and shows with its dates. A link handed over names the one it succeeds.

alter table team_entry add column contact_leader varchar;    -- 联系领导; null: not told

alter table person_entry add column post varchar;            -- what they are where they work
alter table person_entry add column home varchar;            -- the unit they come from; null: not told

alter table team_member_entry add column withdrawn boolean;  -- null: no

alter table assignment_entry add column succeeds bigint;     -- the link it was handed over from
alter table assignment_entry add column note varchar;        -- why it was handed over or withdrawn
alter table assignment_entry add column withdrawn boolean;   -- null: no

create or replace view team as
select team, name, kind, sending_body, sending_level, batch, contact_leader
from team_entry
qualify row_number() over (partition by team order by entry desc) = 1;

create or replace view person as
select person, name, body, post, home
from person_entry
qualify row_number() over (partition by person order by entry desc) = 1;

create or replace view team_member as
select team, person, is_leader, starts, ends
from team_member_entry
qualify row_number() over (partition by team, person, starts order by entry desc) = 1
    and not coalesce(withdrawn, false);

create or replace view assignment as
select assignment, team, unit, kind, starts, ends, succeeds, note
from assignment_entry
qualify row_number() over (partition by assignment order by entry desc) = 1
    and not coalesce(withdrawn, false);
