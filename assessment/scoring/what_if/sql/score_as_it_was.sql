-- score_as_it_was: where only weights are tried.

create temporary table score_now as
select *
from main.indicator_score
