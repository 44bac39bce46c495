-- honour: one honour; no row when there is none of that number, or it was withdrawn.
--
-- $honour

select honour, unit, period, item, level, achievement, awarded_on, evidence
from honour
where honour = $honour;
