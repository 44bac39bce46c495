select strength, score from strength_score where unit = $unit order by strength
