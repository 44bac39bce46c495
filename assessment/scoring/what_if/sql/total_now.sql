-- total_now: everyone's total, those of the changed units as tried.

create temporary table total_now as
select *
from temp.total_score
union all
select *
from main.total_score
where unit not in (select unit from changed)
