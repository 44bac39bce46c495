"""Checks of rows that are recorded together: blanks, choices, codes, days.

A check takes what is given and yields a problem for each breach; it never stops at the first. The
place of a problem is the number of the row in what was given, counted from 1.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from assessment.errors import Place, Problem


class Spans(Protocol):
    """Anything from a day to a day, both inclusive, or still going on."""

    @property
    def starts(self) -> date: ...

    @property
    def ends(self) -> date | None: ...


def numbered(table: str, rows: Iterable[Any]) -> Iterator[tuple[Place, Any]]:
    return ((Place(table, number), row) for number, row in enumerate(rows, 1))


def words(
    table: str,
    rows: Sequence[Any],
    required: Sequence[str] = (),
    choices: Mapping[str, Sequence[str]] = {},
) -> Iterator[Problem]:
    """Blank texts of columns that may not be blank, and words outside the list of a column."""
    for place, row in numbered(table, rows):
        for column in required:
            if not getattr(row, column).strip():
                yield Problem("field_work.blank", place, {"column": column})
        for column, known in choices.items():
            if getattr(row, column) not in known:
                yield bad_choice(place, column, getattr(row, column), known)


def bad_choice(place: Place, column: str, value: str, choices: Iterable[str]) -> Problem:
    facts = {"column": column, "value": value, "known": ", ".join(choices)}
    return Problem("field_work.bad_choice", place, facts)


def ends(table: str, rows: Sequence[Spans]) -> Iterator[Problem]:
    for place, row in numbered(table, rows):
        if row.ends is not None and row.ends < row.starts:
            facts = {"starts": row.starts, "ends": row.ends}
            yield Problem("field_work.ends_before_starts", place, facts)


def codes(
    table: str, what: str, codes: Sequence[str | None], known: Collection[str]
) -> Iterator[Problem]:
    """Codes that name nothing. None names nothing on purpose."""
    for place, code in numbered(table, codes):
        if code is not None and code not in known:
            yield Problem("field_work.unknown_code", place, {"what": what, "code": code})


def told_twice(table: str, codes: Sequence[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for place, code in numbered(table, codes):
        if code in seen:
            yield Problem("field_work.told_twice", place, {"code": code})
        seen.add(code)


def of_reason(table: str, reason: str) -> Iterator[Problem]:
    if not reason.strip():
        yield Problem("field_work.blank", Place(table, 1), {"column": "reason"})
