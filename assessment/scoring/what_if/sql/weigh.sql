-- weigh: the weights of the rule, where scores carry them.
--
-- from      rule

update indicator_score
set weight = r.weight
from rule as r
where r.part = 'indicator' and r.code = indicator_score.indicator
