-- coverage_day: every day on which a team was in a unit, from a day to a day, each once.
--
-- $since, $day   both counted

select distinct
    d.team,
    d.unit,
    d.day
from (
    select
        v.team,
        v.unit,
        cast(unnest(generate_series(greatest(v.starts, $since), least(v.ends, $day), interval 1 day)) as date)
            as day
    from visit as v
    where v.starts <= $day and v.ends >= $since
) as d
order by d.team, d.unit, d.day;
