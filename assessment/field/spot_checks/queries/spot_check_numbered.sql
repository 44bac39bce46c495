-- spot_check_numbered: one spot check by its number, unless it was withdrawn.
--
-- $spot_check

select unit, period, field, answer, outcome, team, day, state, value, note,
       false as withdrawn, spot_check
from spot_check
where spot_check = $spot_check;
