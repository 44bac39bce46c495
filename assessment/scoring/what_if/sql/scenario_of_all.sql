-- scenario_of_all: all units in each scenario. Ranks in a peer group are then ranks among all.
--
-- grain     one row per scenario and unit
-- from      unit, move

select
    u.* replace (
        m.scenario || '/' || u.unit as unit,
        m.scenario || '/' || u.prefecture as prefecture,
        m.scenario as peer_group
    )
from main.unit as u
cross join move as m
