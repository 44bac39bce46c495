-- setting: one setting's latest value; no row when it was never set.
--
-- $name

select name, value
from setting
where name = $name;
