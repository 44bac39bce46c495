-- register_since: which teams, people, memberships and links something was recorded of.
--
-- $entry   after this one
-- code     of the team or person, of a membership its team, of a link its number

select 'team' as what, team as code, cast(null as varchar) as person, cast(null as date) as starts
from team_entry
where entry > $entry
union all
select 'person' as what, person as code, null as person, null as starts
from person_entry
where entry > $entry
union all
select 'member' as what, team as code, person, starts
from team_member_entry
where entry > $entry
union all
select 'link' as what, cast(assignment as varchar) as code, null as person, null as starts
from assignment_entry
where entry > $entry;
