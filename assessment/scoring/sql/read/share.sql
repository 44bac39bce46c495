-- share: what each part adds to its unit's base score and takes from it, begun here with the total.
--
-- grain   one row per unit with a base score; `share_level` adds its strengths, groups, indicators
-- from    total_score, node_score
-- share   of 100, by weights alone; lost and share − lost add up level by level
-- silent  1 of a part without points, and of all that is in it
-- slope   points of the total that one hundredth of this part's score is worth, on its way to 100:
--         `share` itself where every level above is an arithmetic mean

select
    unit,
    'total' as code,
    0 as depth,
    cast(100 as double) as share,
    100 - base as lost,
    0 as silent,
    cast(100 as double) as slope
from total_score
where base is not null
