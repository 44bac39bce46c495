-- total_now: the totals of all units, the unchanged ones as they were.
--
-- grain     one row per unit
-- from      total_score (of the units that changed), usual_total

select * from total_score
union all
select * from usual_total where unit not in (select unit from changed)
