-- moved_score: what a batch did: every score of the sets of indicators its moves bear on.
--
-- grain     one row per scenario, unit and indicator of its set
-- from      indicator_score (after the batch), move, entangled

insert into moved_score
select m.scenario, s.*
from indicator_score as s
join entangled as e on e.indicator = s.indicator
join move as m on m.entangled = e.entangled and m.batch = $batch
