-- strengths: `Scores.strengths`.

select
    s.unit,
    s.strength,
    s.score,
    s.completeness,
    s.state,
    s.weight,
    case when s.score is not null and t.base is not null then s.weight / t.known * s.score end
        as points,
    max(case when r.scope = 'all' then r.rank end) as rank_all,
    max(case when r.scope = 'prefecture' then r.rank end) as rank_prefecture,
    max(case when r.scope = 'peer_group' then r.rank end) as rank_peer_group
from strength_score as s
join total_score as t on t.unit = s.unit
left join ranking as r on r.unit = s.unit and r.what = s.strength
group by s.unit, s.strength, s.score, s.completeness, s.state, s.weight, t.base, t.known
order by s.unit, s.strength
