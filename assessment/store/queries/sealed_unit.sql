-- sealed_unit: the units of a snapshot, as it is sealed; that publishing moves an approved one on is
-- no difference.
--
-- $snapshot

select snapshot, unit, name, name_en, kind, prefecture, peer_group, statutory, assumed, lon, lat,
       case when state = 'approved' then 'published' else state end as state, answers
from snapshot_unit
where snapshot = $snapshot
order by unit;
