-- strengths: `Scores.strengths`.

select
    s.unit,
    s.strength,
    s.score,
    s.completeness,
    s.scored,
    s.state,
    s.weight,
    a.share - a.lost as points,
    a.lost,
    max(case when r.scope = 'all' then r.rank end) as rank_all,
    max(case when r.scope = 'prefecture' then r.rank end) as rank_prefecture,
    max(case when r.scope = 'peer_group' then r.rank end) as rank_peer_group
from strength_score as s
left join share as a on a.unit = s.unit and a.code = s.strength
left join ranking as r on r.unit = s.unit and r.what = s.strength
group by
    s.unit, s.strength, s.score, s.completeness, s.scored, s.state, s.weight, a.share, a.lost
order by s.unit, s.strength
