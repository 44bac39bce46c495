select field, value from answer where unit = $unit and period = $period
