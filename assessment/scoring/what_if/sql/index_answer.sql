-- index_answer: a trial reads a few fields of every unit.

create index answer_by_field on answer (field, unit)
