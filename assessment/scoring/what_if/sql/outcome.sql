-- outcome: what each move comes to for the unit that makes it.
--
-- grain     one row per scenario
-- from      move, moved_score, total_score and ranking (of `scenario_of_all`)

select
    m.scenario,
    m.indicator,
    m.goal,
    m.value,
    s.score,
    t.base,
    t.total,
    r.rank as rank_all
from move as m
join moved_score as s
    on s.scenario = m.scenario and s.unit = m.unit and s.indicator = m.indicator
join total_score as t on t.unit = m.scenario || '/' || m.unit
left join ranking as r
    on r.unit = t.unit and r.what = 'total' and r.scope = 'peer_group'
