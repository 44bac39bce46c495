-- veto_declaration: every veto that was ever declared, in the order they were recorded.
--
-- lifted   the day it was lifted; null while it is in force

select declaration, unit, period, item, declared_on, reason, lifted, lift_reason
from veto_declaration
order by declaration;
