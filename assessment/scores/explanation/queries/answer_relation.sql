-- answer_relation: what scoring reads of some periods, honours and vetoes in force included.
--
-- $periods, a list
-- grain    one row per unit, period and field; a bonus field is `item.level`, a veto its own code
-- unknown  a null value is not applicable; a missing answer has no row

select unit, period, field, value
from answer
where list_contains($periods, period)
order by unit, period, field;
