-- unit: every unit as it was last recorded, in the order of the codes.

select unit, name, name_en, kind, prefecture, peer_group, statutory, assumed, lon, lat
from unit
order by unit;
