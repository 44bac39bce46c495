-- index_said: what one unit said is asked at every click.

create index answer_by_unit on answer (unit, period)
