-- node_score: the tree of scores, from the indicators up; begun here with its leaves.
--
-- grain         one row per unit and indicator; `node_level` adds the groups, strengths and totals
-- from          indicator_score
-- completeness  1 where the value is real, 0 where it is missing or imputed; null: not applicable
-- known         of a node, the weight of its parts that have a score; null of a leaf
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
    cast(null as double) as known,
    cast(null as double) as scored
from indicator_score
