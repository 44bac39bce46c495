select unit, period, field, value from answer
