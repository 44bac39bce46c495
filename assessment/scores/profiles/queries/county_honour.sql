-- county_honour: the honours of a unit in a period; `counted` once an achievement, at its highest.
--
-- $unit, $period

select
    h.item,
    h.level,
    h.achievement,
    h.awarded_on,
    h.evidence,
    c.honour is not null as counted
from honour as h
left join counted_honour as c on c.honour = h.honour
where h.unit = $unit and h.period = $period
order by h.awarded_on nulls last, h.honour;
