-- filing_progress: who has filed for a period and how much of it; every unit is listed.
--
-- $period
-- grain    one row per unit
-- counts   fields by the state they were last given; a field never mentioned is in none of them
-- unknown  a unit that has not filed has 0 filings, and no time and no person

with counted as (
    select
        unit,
        count(*) filter (where state = 'value') as given,
        count(*) filter (where state = 'not_applicable') as not_applicable,
        count(*) filter (where state = 'unavailable') as unavailable,
        count(*) filter (where state = 'missing') as missing
    from current_answer
    where period = $period
    group by unit
),

filed as (
    select
        unit,
        count(*) as filings,
        max(filed_at) as filed_at,
        arg_max(filed_by, filing) as filed_by
    from filing
    where period = $period
    group by unit
)

select
    u.unit,
    u.name,
    u.name_en,
    coalesce(f.filings, 0) as filings,
    f.filed_at,
    f.filed_by,
    coalesce(c.given, 0) as given,
    coalesce(c.not_applicable, 0) as not_applicable,
    coalesce(c.unavailable, 0) as unavailable,
    coalesce(c.missing, 0) as missing
from unit as u
left join filed as f on f.unit = u.unit
left join counted as c on c.unit = u.unit
order by u.unit;
