-- before_mark: what one question held before it was marked as not applicable or unavailable.
--
-- $unit, $period, $field
-- grain    one row, or none where nothing else was ever typed or submitted

select state, value, evidence, note
from (
    select entry, state, value, evidence, note
    from draft_entry
    where unit = $unit and period = $period and field = $field
    union all
    select entry, state, value, evidence, note
    from answer_entry
    where unit = $unit and period = $period and field = $field
) as e
where state not in ('not_applicable', 'unavailable')
order by entry desc
limit 1;
