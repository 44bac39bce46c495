"""Names of a roster taken for the ones on record, from which only blanks or full width differ."""

from collections.abc import Iterable, Iterator

from assessment.errors import Problem
from assessment.exchange.roster.roster_workbook import Line
from assessment.field.teams.teams_table import Person, Team


def notes(rows: Iterable[tuple[object, Line]]) -> Iterator[Problem]:
    """Each name that its line writes in another way than the register has it."""
    for row, line in rows:
        if isinstance(row, Person | Team):
            column = "person_name" if isinstance(row, Person) else "team_name"
            written = line.text(column)
            if written != row.name:
                facts = {"found": written, "right": row.name}
                yield Problem("roster.name_matched", line.place(column), facts)
