select * from main.unit where unit = $unit
