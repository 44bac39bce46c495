-- strength_score: one strength's points, and how much of it was answered.
--
-- grain         one row per unit and strength of which something is asked in the period
-- from          node_score
-- unknown       as in node_level

select unit, code as strength, weight, score, state, completeness, scored, known
from node_score
where depth = 1 and leaf = 0
