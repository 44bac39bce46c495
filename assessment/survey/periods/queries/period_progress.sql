-- period_progress: how far each unit has come in a period, and when it first filed what stands.
--
-- $period
-- grain     one row per unit, in the order of the codes
-- filed_at  UTC; of what was withdrawn and submitted again, the later time
-- unknown   never filed: no time

select
    s.unit,
    u.prefecture,
    c.name as prefecture_name,
    c.name_en as prefecture_name_en,
    s.state,
    coalesce(g.filed_at, f.filed_at) as filed_at
from submission as s
join unit as u using (unit)
join prefecture as c using (prefecture)
left join (
    select e.unit, min(e."at") as filed_at
    from submission_entry as e
    left join (
        select unit, max(entry) as entry
        from submission_entry
        where period = $period and event = 'withdraw'
        group by unit
    ) as w using (unit)
    where e.period = $period and e.event in ('submit', 'import')
      and e.entry > coalesce(w.entry, 0)
    group by e.unit
) as g on g.unit = s.unit
left join (
    select unit, min(filed_at) as filed_at
    from filing
    where period = $period
    group by unit
) as f on f.unit = s.unit
where s.period = $period
order by s.unit;
