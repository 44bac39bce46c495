-- scenario_other_answer: what a total reads besides scores: honours and vetoes.
--
-- grain     one row per scenario, affected unit, period and field
-- from      answer, affected, survey_field

select a.* replace (f.scenario || '/' || a.unit as unit)
from main.answer as a
join affected as f on f.unit = a.unit
where a.period = $period and a.field not in (select field from survey_field)
