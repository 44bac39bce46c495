-- weigh: the weights of the rule that is tried.

update score_now
set weight = (
    select r.weight
    from temp.rule as r
    where r.part = 'indicator' and r.code = score_now.indicator
)
