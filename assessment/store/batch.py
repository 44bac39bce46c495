"""Many rows in one statement: dataclasses as the columns that `unnest` takes apart again.

A statement per row is ten times slower, and a frame would guess at types; each statement that
uses this names its columns and their types. A table with codes is written to by nothing else, so
that no code is stored that is not in its Literal.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any

import duckdb

from assessment.store import coded_columns

Cursor = duckdb.DuckDBPyConnection

_INTO = re.compile(r"\s*insert\s+into\s+(\w+)")


def columns(rows: Sequence[Any]) -> dict[str, list[object]]:
    """Rows of one dataclass as lists, by the field's name."""
    names = [field.name for field in fields(rows[0])]
    return {name: [getattr(row, name) for row in rows] for name in names}


def insert(cursor: Cursor, statement: str, rows: Sequence[Any]) -> None:
    """Run `statement` once for all `rows`; nothing to do for none. Raises `UnknownCode`."""
    if rows:
        write(cursor, statement, columns(rows))


def write(cursor: Cursor, statement: str, parameters: Mapping[str, object]) -> Cursor:
    """Run one `insert` whose codes, if it has any, are parameters called as their columns.

    Raises `coded_columns.UnknownCode` before anything is written.
    """
    into = _INTO.match(statement)
    if into is None:
        raise ValueError(f"not an insert: {statement.strip()[:60]}")
    coded_columns.check(into[1], parameters)
    return cursor.execute(statement, dict(parameters))


def numbers(cursor: Cursor, sequence: str, known: Iterable[int | None]) -> list[int]:
    """A number for each row: its own when it is an entry under an old number, else the next."""
    known = list(known)
    fresh = cursor.execute(
        "select nextval($sequence) from range($count)",
        {"sequence": sequence, "count": sum(number is None for number in known)},
    ).fetchall()
    waiting = iter(sorted(number for (number,) in fresh))
    return [next(waiting) if number is None else number for number in known]
