-- share_level: the shares of the parts at one depth, from those one above; run from the top down.
--
-- grain  one row per unit and part at :depth that has a score and a weight
-- from   share, node_score, rule
-- rule   docs/methods.md, section 八: with u = score ÷ 100 and f as the mean above asks (u − 1, ln u,
--        (u^p − 1) ÷ p), a part loses slope · ω · −f(u) · (1 − U) ÷ −f(U); where a score is 100 to
--        within 1e-6, the quotients are at their limit, 1; a part without points has a u of 0, and what
--        is in it shares its loss by weight

with part as (
    select
        c.unit,
        c.code,
        case when a.silent = 1 or c.score is null then 0 else c.score / 100 end as u,
        h.score / 100 as whole_u,
        c.weight / h.known as omega,
        a.share,
        a.lost as whole_lost,
        a.silent as inside,
        case when a.silent = 1 or c.no_points = 1 then 1 else 0 end as silent,
        a.slope,
        n.method,
        n.power
    from node_score as c
    join rule as n on n.part = 'node' and n.code = c.parent
    join node_score as h on h.unit = c.unit and h.code = c.parent and h.leaf = 0
    join share as a on a.unit = c.unit and a.code = c.parent
    where c.depth = :depth and (c.score is not null or c.no_points = 1)
),

bent as (
    select
        *,
        case
            when omega = 0 or inside = 1 then 0
            when method = 'arithmetic' then 1 - u
            when method = 'geometric' then -ln(u)
            else (1 - power(u, power)) / power
        end as part_loss,
        case
            when method = 'arithmetic' then 1 - whole_u
            when method = 'geometric' then -ln(whole_u)
            else (1 - power(whole_u, power)) / power
        end as whole_loss
    from part
),

lost as (
    select
        *,
        case
            when inside = 1 then whole_lost * omega
            else slope * omega * part_loss * case
                when method = 'arithmetic' or abs(1 - whole_u) < 1e-8 then 1
                else (1 - whole_u) / whole_loss
            end
        end as lost
    from bent
)

select
    unit,
    code,
    :depth as depth,
    share * omega as share,
    lost,
    silent,
    case
        when method = 'arithmetic' then slope * omega
        when omega = 0 then 0
        when abs(1 - u) < 1e-8 then slope * omega * case
            when abs(1 - whole_u) < 1e-8 then 1 else (1 - whole_u) / whole_loss
        end
        else lost / (1 - u)
    end as slope
from lost
