-- survey_record: what scoring counts for a period besides the survey: honours and vetoes.
--
-- $period
-- grain  one row per unit and honour level, and per unit and declared veto

select unit, item || '.' || level as field, count(*)::double as value
from counted_honour
where period = $period
group by unit, item, level
union all
select distinct unit, item as field, 1.0::double as value
from veto_declaration
where period = $period and lifted is null
order by unit, field;
