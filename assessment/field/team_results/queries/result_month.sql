-- result_month: what a team told of one month in one unit; taken back, a figure has no value.
--
-- $team, $unit, $month
-- grain    one row per figure anything was ever said of
-- unknown  no row: never said. Null: taken back. Neither is a zero.

select f.figure, f.value, f.entry, r.actor as recorded_by, r."at" as recorded_at
from (
    select *
    from result_entry
    where team = $team and unit = $unit and month = $month
    qualify row_number() over (partition by figure order by entry desc) = 1
) as f
join audit as r using (audit)
order by f.figure;
