-- take_away: an answer that is to be another, or missing.

delete from main.answer
where unit = $unit and field = $field and period = $period
