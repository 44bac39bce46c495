select cast(null as varchar) as scenario, * from indicator_score limit 0
