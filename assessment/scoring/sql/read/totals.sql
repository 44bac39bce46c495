-- totals: `Scores.totals`, graded.
--
-- grade  the best whose cut the total reaches (1e-9 of slack), the last below them all; or the best a
--        veto leaves if that is lower

with reached as (
    select
        t.unit,
        coalesce(
            min(case when t.total + 1e-9 >= g.at_least then g.position end), max(g.position)
        ) as position
    from total_score as t
    join rule as g on g.part = 'grade'
    where t.total is not null
    group by t.unit
),

graded as (
    select t.unit, g.code
    from total_score as t
    join reached as h on h.unit = t.unit
    join rule as g
        on g.part = 'grade' and g.position = greatest(h.position, coalesce(t.grade_cap, 0))
)

select
    t.unit,
    t.base,
    t.bonus_earned,
    t.bonus,
    t.total,
    t.completeness,
    t.scored,
    t.grade_cap is not null as vetoed,
    g.code as grade,
    max(case when r.scope = 'all' then r.rank end) as rank_all,
    max(case when r.scope = 'prefecture' then r.rank end) as rank_prefecture,
    max(case when r.scope = 'peer_group' then r.rank end) as rank_peer_group
from total_score as t
left join graded as g on g.unit = t.unit
left join ranking as r on r.unit = t.unit and r.what = 'total'
group by
    t.unit, t.base, t.bonus_earned, t.bonus, t.total, t.completeness, t.scored, t.grade_cap,
    g.code
order by t.unit
