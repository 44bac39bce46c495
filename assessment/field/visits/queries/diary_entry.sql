-- diary_entry: visits and stays with all that was written of them, the newest day first.
--
-- $team, $unit        of one team or one unit; null is any
-- $units              where the asker may look
-- $most, $skipped     a page of them
-- writer, corrector   the person's name, or what the audit has where they have no account

select
    v.visit, v.team, t.name as team_name, v.unit, v.kind, v.starts, v.ends, v.place, v.diary,
    v.method, v.from_time, v.until_time, v.visited, v.visited_kind, v.attended, v.workers,
    v.together, v.heard, v.seen, v.helped, v.reflection,
    coalesce(a.name, v.recorded_by) as writer, v.recorded_at, v.entry,
    coalesce(c.name, v.corrected_by) as corrector, v.corrected_at
from visit as v
join team as t on t.team = v.team
left join account as a on a.account = v.recorded_by
left join account as c on c.account = v.corrected_by
where ($team::varchar is null or v.team = $team)
    and ($unit::varchar is null or v.unit = $unit)
    and list_contains($units, v.unit)
order by v.starts desc, v.visit desc
limit $most offset $skipped;
