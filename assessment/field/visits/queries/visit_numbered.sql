-- visit_numbered: one visit with all that was written of it, unless it was voided.
--
-- $visit
-- entry       its last one, for whoever changes it to say what they saw
-- live        findings of it that were not set aside, each of which is a record of its own

select
    v.visit, v.team, v.unit, v.kind, v.starts, v.ends, v.place, v.diary, v.method, v.from_time,
    v.until_time, v.visited, v.visited_kind, v.attended, v.workers, v.together, v.heard, v.seen,
    v.helped, v.reflection, v.entry,
    (
        select count(*)
        from finding as f
        where f.visit = v.visit and f.stage not in ('unfounded', 'merged', 'voided')
    ) as live
from visit as v
where v.visit = $visit;
