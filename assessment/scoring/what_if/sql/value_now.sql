-- value_now: everyone's values of the indicators tried, one of them put in its place.

create temporary table indicator_value as
select
    v.unit,
    v.indicator,
    case when v.unit = $unit and v.indicator = $indicator then $value else v.value end as value,
    case when v.unit = $unit and v.indicator = $indicator then 'value' else v.state end as state,
    case when v.unit = $unit and v.indicator = $indicator then null else v.reason end as reason
from main.indicator_value as v
where v.indicator in (select code from temp.rule where part = 'indicator')
