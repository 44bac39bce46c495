-- register_upto: the number of the last thing recorded of teams, people, members and links.

select coalesce(max(e.entry), 0) as upto
from (
    select max(entry) as entry from team_entry
    union all
    select max(entry) as entry from person_entry
    union all
    select max(entry) as entry from team_member_entry
    union all
    select max(entry) as entry from assignment_entry
) as e;
