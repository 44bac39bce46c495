-- 0015_rounds: since when a measure serves a finding, and since when the finding's round goes on.
--
-- What was planned, given and asked before a finding came back proves nothing of it now.

create or replace view measure_finding as
select measure, finding, entry
from measure_finding_entry
qualify row_number() over (partition by measure, finding order by entry desc) = 1
    and not withdrawn;

create view finding_round as
select finding, max(entry) as entry, arg_max("at", entry) as "at"
from finding_event_entry
where event in ('assign', 'reopen')
group by finding;
