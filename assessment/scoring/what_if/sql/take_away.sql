-- take_away: the answers that are to be others.
--
-- from      said

delete from answer
where period = $period
    and exists (select 1 from said as s where s.unit = answer.unit and s.field = answer.field)
