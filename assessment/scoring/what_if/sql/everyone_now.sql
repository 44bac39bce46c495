-- everyone_now: `score_now`, and the scores of the units that did not change.
--
-- grain     one row per unit and indicator
-- from      score_now, usual_score, changed

select * from score_now
union all
select * from usual_score where unit not in (select unit from changed)
