-- county_veto: the veto items that stand against a unit in a period. A lifted one is history.
--
-- $unit, $period

select
    v.item,
    v.declared_on,
    v.reason
from veto_declaration as v
where v.unit = $unit and v.period = $period and v.lifted is null
order by v.declared_on, v.declaration;
