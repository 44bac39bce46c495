-- 0019_unavailable: an answer may be declared unavailable.
--
-- It is on record with its reason, is reviewed and published like any answer, and is missing to the
-- scores. The views that scoring reads named what is missing; now they name what was answered.

create or replace view answer as
select unit, period, field, value
from counted_answer
where state in ('value', 'not_applicable')
union all
select unit, period, item || '.' || level as field, count(*)::double as value
from counted_honour
group by unit, period, item, level
union all
select distinct unit, period, item as field, 1.0::double as value
from veto_declaration
where lifted is null;

create or replace view published.answer as
select unit, period, field, value
from main.snapshot_answer
where snapshot = getvariable('snapshot') and counted and state in ('value', 'not_applicable')
union all
select unit, period, item || '.' || level as field, count(*)::double as value
from main.snapshot_honour
where snapshot = getvariable('snapshot') and counted
group by unit, period, item, level
union all
select distinct unit, period, item as field, 1.0::double as value
from main.snapshot_veto
where snapshot = getvariable('snapshot') and lifted is null;
