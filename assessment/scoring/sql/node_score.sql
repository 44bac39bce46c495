-- node_score: the tree of scores, from the indicators up; begun here with its leaves.
--
-- grain         one row per unit and indicator; `node_level` adds the groups, strengths and totals
-- from          indicator_score
-- completeness  1 where the value is real, 0 where it is missing or imputed; null: not applicable
-- no_points     1 where it is missing and its weight earns nothing above
-- known         of a node, the weight its mean is over: of parts with a score or without points; null
--               of a leaf
-- enough        of a node, 1 where enough of its parts have a score
-- scored        of a node, the share of its applicable parts that have a score

select
    unit,
    indicator as code,
    parent,
    strength,
    depth,
    1 as leaf,
    weight,
    state,
    score,
    cast(
        case when state = 'not_applicable' then null when value is not null then 1 else 0 end
        as double
    ) as completeness,
    no_points,
    cast(null as double) as known,
    cast(null as int) as enough,
    cast(null as double) as scored
from indicator_score
