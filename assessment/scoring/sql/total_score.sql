-- total_score: the mean of the strengths, plus a capped bonus; vetoes noted.
--
-- grain         one row per unit; every unit is listed
-- from          unit, node_score, answer (bonus counts and declared vetoes), rule
-- rule          total = base + least(bonus earned, cap)
-- sums          in decimals, as in node_level
-- has_data      1 where screening lets the unit have a total
-- unknown       null without a mean of the strengths, where the unit has too few real values over all
--               (screening), and where nothing is asked in the period. No honour on record is no
--               bonus; no veto declared is none.

with available as (
    select
        unit,
        cast(sum(case when completeness > 0 then 1 else 0 end) as double)
            / sum(case when completeness is not null then 1 else 0 end) as share
    from node_score
    where leaf = 1 and completeness is not null
        and code in (select code from rule where part = 'indicator' and counts = 1)
    group by unit
),

measured as (
    select
        u.unit,
        t.completeness,
        t.known,
        t.scored,
        t.score,
        case
            when r.screened_by = 'indicators' and a.share >= r.screening - 1e-9 then 1
            when r.screened_by = 'weight' and t.completeness >= r.screening - 1e-9 then 1
            else 0
        end as has_data
    from unit as u
    left join node_score as t on t.unit = u.unit and t.depth = 0
    left join rule as r on r.part = 'node' and r.depth = 0
    left join available as a on a.unit = u.unit
),

based as (
    select *, case when has_data = 1 then score end as base
    from measured
),

honoured as (
    select
        a.unit,
        cast(sum(cast(a.value * r.weight as decimal(38, 18))) as double) as earned,
        max(r.below) as cap
    from answer as a
    join rule as r on r.code = a.field and r.period = a.period and r.part = 'bonus'
    group by a.unit
),

barred as (
    select a.unit, max(r.position) as grade_cap
    from answer as a
    join rule as r on r.code = a.field and r.period = a.period and r.part = 'veto'
    where a.value = 1
    group by a.unit
)

select
    b.unit,
    b.known,
    b.base,
    coalesce(h.earned, 0) as bonus_earned,
    least(coalesce(h.earned, 0), coalesce(h.cap, 0)) as bonus,
    b.base + least(coalesce(h.earned, 0), coalesce(h.cap, 0)) as total,
    b.completeness,
    b.scored,
    b.has_data,
    v.grade_cap
from based as b
left join honoured as h on h.unit = b.unit
left join barred as v on v.unit = b.unit
