-- changed_unit: only those are added up again.

create temporary table unit as
select u.*
from main.unit as u
join changed as c on c.unit = u.unit
