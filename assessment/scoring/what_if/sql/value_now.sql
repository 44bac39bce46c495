-- value_now: the values of the indicators concerned: one unit's as they are now, others' as usual.
--
-- grain     one row per unit and indicator concerned
-- from      indicator_value (as it was), own_value

select * from own_value
union all
select v.*
from indicator_value as v
where v.unit <> $unit and v.indicator in (select indicator from own_value)
