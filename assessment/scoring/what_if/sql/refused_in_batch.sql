-- refused_in_batch: moves of a batch whose indicator cannot be scored then.
--
-- from      refused, move

delete from move
where batch = $batch and indicator in (select code from refused)
