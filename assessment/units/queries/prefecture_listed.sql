-- prefecture_listed: every prefecture with its names, in the order of official lists.

select prefecture, name, name_en
from prefecture
order by prefecture;
