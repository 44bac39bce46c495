-- put_in: the answers there are instead. One that is missing has no row.
--
-- from      said

insert into answer (unit, period, field, value)
select unit, $period, field, case when state = 'value' then value end
from said
where state <> 'missing'
