-- audit_offered: what there is to choose from when searching the audit.
--
-- grain  one row per person and action that ever came together

select distinct actor, action
from audit
order by actor, action;
