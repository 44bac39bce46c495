-- unit_listed: every unit with the names people know it by, in the order of official lists.

select
    u.unit,
    u.name,
    u.name_en,
    u.prefecture,
    p.name as prefecture_name,
    p.name_en as prefecture_name_en
from unit as u
join prefecture as p using (prefecture)
order by u.unit;
