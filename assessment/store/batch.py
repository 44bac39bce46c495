"""Many rows in one statement: dataclasses as the columns that `unnest` takes apart again.

A statement per row is ten times slower, and a frame would guess at types: here the fields of the
dataclass say them. A table with codes is written to by nothing else, so that no code is stored that
is not in its Literal.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime, time
from functools import cache
from typing import Any, Literal, get_args, get_origin, get_type_hints

import duckdb
from sqlglot import exp

from assessment.store import coded_columns

Cursor = duckdb.DuckDBPyConnection

_TYPES: Mapping[type, str] = {
    str: "varchar",
    int: "bigint",
    float: "double",
    bool: "boolean",
    date: "date",
    datetime: "timestamp",
    time: "time",
}

_INTO = re.compile(r"\s*insert\s+into\s+(\w+)", re.IGNORECASE)


def columns(rows: Sequence[Any]) -> dict[str, list[object]]:
    """Rows of one dataclass as lists, by the field's name."""
    names = [field.name for field in fields(rows[0])]
    return {name: [getattr(row, name) for row in rows] for name in names}


def insert(cursor: Cursor, table: str, rows: Sequence[Any]) -> None:
    """Add rows of one dataclass, whose fields are columns of `table`. Raises `UnknownCode`."""
    if rows:
        write(cursor, _insert_into(table, rows[0].__class__), columns(rows))


@cache
def _insert_into(table: str, row: Any) -> str:
    """One statement for all rows of a class: `insert into … select unnest($column::type[]), …`."""
    hints = get_type_hints(row)
    names = [field.name for field in fields(row)]
    target = exp.Schema(
        this=exp.to_table(table),
        expressions=[exp.to_identifier(name, quoted=True) for name in names],
    )
    lists = [
        exp.Explode(
            this=exp.cast(
                exp.Parameter(this=exp.Var(this=name)), f"{_type(hints[name])}[]", dialect="duckdb"
            )
        )
        for name in names
    ]
    return exp.Insert(this=target, expression=exp.select(*lists)).sql("duckdb")


def _type(hint: object) -> str:
    """The column type of a field: of a Literal its texts', of `X | None` that of X."""
    if get_origin(hint) is Literal:
        return _TYPES[type(get_args(hint)[0])]
    if isinstance(hint, type):
        return _TYPES[hint]
    (known,) = [each for each in get_args(hint) if each is not type(None)]
    return _type(known)


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
