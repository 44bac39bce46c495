-- ranking: places among all units, in the prefecture and in the peer group.
--
-- grain     one row per unit, `what` (a strength's code, or total) and scope that has a score
-- from      total_score, strength_score, unit
-- rule      1 is best; on full precision; scores within 1e-9 · max(1, |score|) of the next better one
--           share its rank, and the ranks they take up are skipped (1, 2, 2, 4)
-- unknown   no score, no row: it is unranked

with scored as (
    select unit, 'total' as what, total as score from total_score where total is not null
    union all
    select unit, strength as what, score from strength_score where score is not null
),

scoped as (
    select s.unit, s.what, s.score, 'all' as scope, 'all' as scope_key
    from scored as s
    union all
    select s.unit, s.what, s.score, 'prefecture' as scope, u.prefecture as scope_key
    from scored as s
    join unit as u on u.unit = s.unit
    union all
    select s.unit, s.what, s.score, 'peer_group' as scope, u.peer_group as scope_key
    from scored as s
    join unit as u on u.unit = s.unit
),

ordered as (
    select
        *,
        row_number() over (partition by what, scope, scope_key order by score desc, unit) as place,
        lag(score) over (partition by what, scope, scope_key order by score desc, unit) as better
    from scoped
),

opened as (
    select
        *,
        case
            when better is null or better - score > 1e-9 * greatest(1, abs(better)) then place
        end as opening
    from ordered
)

select
    unit,
    what,
    scope,
    max(opening) over (
        partition by what, scope, scope_key
        order by place
        rows between unbounded preceding and current row
    ) as rank
from opened
