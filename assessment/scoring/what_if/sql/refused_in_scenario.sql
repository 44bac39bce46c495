-- refused_in_scenario: moves after which a mean cannot exist. Only units of a scenario have a `/`.
--
-- from      refused, move

delete from move
where scenario in (select split_part(unit, '/', 1) from refused where contains(unit, '/'))
