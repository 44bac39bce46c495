-- spot_check: what teams saw of some units' answers of a period, newest first.
--
-- $period, $units
-- grain  one row per team and answer entry it looked at
-- holds  whether the answer stands as it was when they looked

select
    c.spot_check, c.unit, c.period, c.field, c.answer, c.outcome, c.state, c.value, c.note, c.team,
    t.name as team_name, c.day, c.entry, c.recorded_by, c.recorded_at,
    r.state as reported_state, r.value as reported_value,
    coalesce(a.entry = c.answer, false) as holds
from spot_check as c
join answer_entry as r on r.entry = c.answer
left join current_answer as a
    on a.unit = c.unit and a.period = c.period and a.field = c.field
left join team as t on t.team = c.team
where c.period = $period and list_contains($units, c.unit)
order by c.unit, c.field, c.entry desc;
