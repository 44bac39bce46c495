-- own_strength: the unit's strengths, before they are put out of the ranking's way.

select strength, score
from strength_score
where unit = $unit
order by strength
