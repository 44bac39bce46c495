-- changed_everywhere: other weights bear on every unit.

create temporary table changed as
select unit
from main.unit
