-- link_history: everything that was recorded of a unit's links, what has been withdrawn too.
--
-- $unit

select
    e.assignment,
    e.team,
    t.name as team_name,
    e.kind,
    e.starts,
    e.ends,
    e.succeeds,
    e.note,
    coalesce(e.withdrawn, false) as withdrawn,
    r.actor as recorded_by,
    r."at" as recorded_at
from assignment_entry as e
join team as t on t.team = e.team
join audit as r on r.audit = e.audit
where e.unit = $unit
order by e.entry desc;
