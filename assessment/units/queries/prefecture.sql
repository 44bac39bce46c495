-- prefecture: every prefecture as it was last recorded, in the order of the codes.

select prefecture, name, name_en, lon, lat
from prefecture
order by prefecture;
