-- indicator_score: an indicator's value as 0 to 100 points.
--
-- grain     one row per unit and indicator; every pair is listed
-- from      indicator_value, rule, standing
-- rule      a percentile scores its standing; every other scale is the straight line of the piece the
--           value lies in (1e-9 of slack, so that 57/60 counts as 95 %)
-- unknown   no value, no score; `state` and `reason` say which kind of unknown

select
    v.unit,
    r.strength,
    v.indicator,
    v.value,
    v.state,
    v.reason,
    case
        when v.value is null then null
        when r.part = 'percentile' then s.percentile
        when r.points_from = r.points_to then r.points_from
        else greatest(
            least(r.points_from, r.points_to),
            least(
                greatest(r.points_from, r.points_to),
                r.points_from
                + (v.value - r.at_least) * (r.points_to - r.points_from) / (r.below - r.at_least)
            )
        )
    end as score,
    r.weight,
    r.strength_weight,
    r.threshold,
    s.percentile,
    s.pool,
    s.pool_size
from indicator_value as v
join rule as r
    on r.code = v.indicator
    and r.part in ('piece', 'percentile')
    and (
        (v.value is null and r.position = 0)
        or (
            (r.at_least is null or v.value + 1e-9 >= r.at_least)
            and (r.below is null or v.value + 1e-9 < r.below)
        )
    )
left join standing as s on s.unit = v.unit and s.indicator = v.indicator
