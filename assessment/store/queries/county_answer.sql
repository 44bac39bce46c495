-- county_answer: what a unit last said for each field in a period, who filed it, when and in what.
--
-- $unit, $period

select
    a.field,
    a.state,
    a.value,
    a.evidence,
    a.note,
    a.filed_by,
    a.filed_at,
    a.file_name
from current_answer as a
where a.unit = $unit and a.period = $period
order by a.field;
