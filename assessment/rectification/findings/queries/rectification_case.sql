-- rectification_case: findings with where they stand and what the machine must know of them.
--
-- $finding  one of them; null: every one
-- grain     one row per finding; of one that had no event yet `entry` is 0
--
-- A round begins when a finding is assigned, and again when it is reopened: measures, extensions,
-- evidence and who asked and checked count within it; evidence only since it was last sent back.

with told as (
    select
        e.finding,
        max(e.entry) as entry,
        arg_max(e.event, e.entry) as event,
        arg_max(e."at", e.entry) filter (where e.event not in (
            'report', 'ask_extension', 'extend', 'refuse_extension'
        )) as since,
        arg_max(e.kind, e.entry) filter (where e.kind is not null) as kind,
        arg_max(e.due, e.entry) filter (where e.event <> 'ask_extension' and e.due is not null) as due,
        count(*) filter (where e.event = 'extend' and e.entry > r.entry) as extensions,
        arg_max(e.event, e.entry) filter (where e.entry > r.entry and e.event in (
            'ask_extension', 'extend', 'refuse_extension'
        )) as extension,
        arg_max(e.due, e.entry) filter (where e.entry > r.entry and e.event = 'ask_extension')
            as asked_due,
        arg_max(e.actor, e.entry) filter (where e.entry > r.entry and e.event = 'ask_closing')
            as asked_by,
        arg_max(e.actor, e.entry) filter (where e.entry > r.entry and e.event = 'check')
            as checked_by,
        max(e."at") filter (where e.entry > r.entry and e.event in (
            'plan', 'report', 'go_long_term'
        )) as reported_at,
        arg_max(e."at", e.entry) filter (where e.event = 'accept') as closed_at,
        count(*) filter (where e.event = 'reopen') as reopened,
        arg_max(e.target, e.entry) filter (where e.event = 'merge') as merged_into,
        max(e.entry) filter (where e.entry >= r.entry and e.event in (
            'assign', 'reopen', 'send_back'
        )) as to_be_proved
    from finding_event_entry as e
    left join finding_round as r using (finding)
    group by e.finding
), served as (
    select s.finding, count(*) as measures, min(m.due) as measure_due
    from measure_finding as s
    join measure as m using (measure)
    left join finding_round as r using (finding)
    where s.entry > coalesce(r.entry, 0)
    group by s.finding
), proved as (
    select a.of_number as finding, count(*) as proofs
    from attachment as a
    join told as e on e.finding = a.of_number and a.entry > e.to_be_proved
    where a.of_kind = 'finding'
    group by a.of_number
)
select
    f.finding, f.unit, f.period, f.team, t.name as team_name, f.problem, f.strength, f.indicator,
    f.severity, f.description, f.found_on, f.source, f.stage, f.recorded_by, f.recorded_at,
    coalesce(e.entry, 0) as entry,
    coalesce(e.since, f.recorded_at) as since,
    e.kind, e.due,
    coalesce(e.extensions, 0) as extensions,
    case when e.extension = 'ask_extension' then e.asked_due end as asked_due,
    e.asked_by, e.checked_by, e.reported_at, e.closed_at,
    coalesce(e.reopened, 0) as reopened,
    e.merged_into,
    r."at" as round_at,
    coalesce(s.measures, 0) as measures,
    s.measure_due,
    coalesce(p.proofs, 0) as proofs
from finding as f
left join team as t on t.team = f.team
left join told as e using (finding)
left join finding_round as r using (finding)
left join served as s using (finding)
left join proved as p using (finding)
where $finding::bigint is null or f.finding = $finding::bigint
order by f.finding;
