-- groups: `Scores.groups`, the levels between a strength and its indicators.

select
    n.unit,
    n.strength,
    n.code as "group",
    n.parent,
    n.depth,
    n.score,
    n.completeness,
    n.scored,
    n.state,
    n.weight,
    a.share - a.lost as points,
    a.lost
from node_score as n
left join share as a on a.unit = n.unit and a.code = n.code
where n.leaf = 0 and n.depth > 1
order by n.unit, n.strength, n.depth, n.code
