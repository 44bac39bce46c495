"""Scoring: from the relations `answer`, `unit` and `rule` to ranks, one period a run.

The steps run in order on any connection that has `answer(unit, period, field, value)` and
`unit(unit, prefecture, peer_group, …)`; each leaves a temporary relation that the next ones
read. In `answer` a row with a null value says *not applicable*, and no row says *missing*.
Their SQL keeps to what sqlglot can write for other engines: see docs/decisions/0002.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import pandas as pd
import sqlglot
from sqlglot import exp

from assessment.framework.model import Framework
from assessment.scoring import rule, statements
from assessment.scoring.scores import Scores

SQL = Path(__file__).parent / "sql"
STEPS = ("pooled", "standing", "indicator_score", "strength_score", "total_score", "ranking")
"""Static steps, each a file of `sql/` and the relation it makes."""


class Connection(Protocol):
    """What a run needs of a database: DuckDB's cursor and psycopg's both have it."""

    def execute(self, query: str, /) -> Any: ...


def run(connection: Connection, framework: Framework, period: str, dialect: str = "duckdb") -> None:
    """Leave the relations of `STEPS`, and `signal`, on `connection`."""
    for statement in statements_of(framework, period, dialect):
        connection.execute(statement)


def statements_of(framework: Framework, period: str, dialect: str) -> Iterator[str]:
    """Every statement of a run, in order, written for `dialect`."""
    for made in rule.relation(framework, period):
        yield made.sql(dialect, copy=False)
    yield _kept("answer_wide", statements.answer_wide(framework, period), dialect)
    value = statements.indicator_value(framework, period)
    yield _kept("indicator_value", value or _no_value(), dialect)
    for step in STEPS:
        yield _kept_text(step, dialect)
    signal = statements.signal(framework, period)
    yield _kept("signal", signal or _no_signal(), dialect)


def score(connection: Any, framework: Framework, period: str) -> Scores:
    """Score `period` on a DuckDB cursor. Its temporary relations go when the cursor is closed."""
    run(connection, framework, period)
    return Scores(
        period=period,
        indicators=_frame(connection, reading("indicators")),
        strengths=_frame(connection, reading("strengths")),
        totals=_frame(connection, reading("totals")),
        signals=_frame(
            connection, "select unit, problem, holds from signal order by unit, problem"
        ),
    )


@cache
def reading(frame: str, dialect: str = "duckdb") -> str:
    """The statement that reads one frame of `Scores` off a finished run."""
    return _parsed((SQL / "read" / f"{frame}.sql").read_text("utf-8")).sql(dialect)


def _frame(connection: Any, query: str) -> pd.DataFrame:
    frame: pd.DataFrame = connection.execute(query).df()
    return frame


def _no_value() -> exp.Expr:
    return sqlglot.parse_one(
        "select unit, cast(null as varchar) as indicator, cast(null as double) as value,"
        " cast(null as varchar) as state, cast(null as varchar) as reason"
        " from answer_wide where 1 = 0",
        read="duckdb",
    )


def _no_signal() -> exp.Expr:
    return sqlglot.parse_one(
        "select unit, cast(null as varchar) as problem, cast(null as int) as holds"
        " from answer_wide where 1 = 0"
    )


@cache
def _kept_text(step: str, dialect: str) -> str:
    return _kept(step, _parsed((SQL / f"{step}.sql").read_text("utf-8")), dialect)


def _parsed(text: str) -> exp.Expr:
    return sqlglot.parse_one(text, read="duckdb")


def _kept(name: str, query: exp.Expr, dialect: str) -> str:
    """`create temporary table name as query`."""
    return exp.Create(
        this=exp.to_table(name),
        kind="TABLE",
        properties=exp.Properties(expressions=[exp.TemporaryProperty()]),
        expression=query,
    ).sql(dialect, copy=False, comments=False)
