-- unit_described: every unit with its prefecture's names, in the order of the codes.

select
    u.unit,
    u.name,
    u.name_en,
    u.kind,
    u.prefecture,
    p.name as prefecture_name,
    p.name_en as prefecture_name_en,
    u.peer_group,
    u.assumed,
    u.lon,
    u.lat
from unit as u
join prefecture as p on p.prefecture = u.prefecture
order by u.unit;
