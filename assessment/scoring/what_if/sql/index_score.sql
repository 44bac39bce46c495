-- index_score: a trial looks at the scores of a few indicators, and then of a few units.

create index main.score_by_unit on indicator_score (unit, indicator)
