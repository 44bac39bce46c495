-- put_in: an answer instead; null says that it does not apply.

insert into main.answer (unit, period, field, value)
values ($unit, $period, $field, $value)
