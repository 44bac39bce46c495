-- agreement_check: how often teams looked at a unit's answers of a period, and what they saw.
--
-- $period
-- grain      one row per unit and field any team looked at
-- agree, differ, could_not   looks; the same team at the same answer once, whatever it says of it
--            now, and an answer changed afterwards as well: it is what was reported

select
    unit,
    field,
    count(*) filter (outcome = 'agree') as agree,
    count(*) filter (outcome = 'differ') as differ,
    count(*) filter (outcome = 'could_not') as could_not
from spot_check
where period = $period
group by unit, field
order by unit, field;
