"""Scoring: from the relations `answer`, `unit` and `rule` to ranks, one period a run.

The steps run in order on any connection that has `answer(unit, period, field, value)` and
`unit(unit, prefecture, peer_group, …)`; each leaves a temporary relation that the next ones
read. In `answer` a row with a null value says *not applicable*, and no row says *missing*.
Their SQL keeps to what sqlglot can write for other engines: see docs/decisions/0002. What each
method does is in docs/methods.md.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol
from weakref import ref

import pandas as pd
import sqlglot
from sqlglot import exp

from assessment.errors import Place, Problem, Unscorable
from assessment.framework.model import Framework
from assessment.framework.period import Period
from assessment.scoring import rule, signal_statement, statements
from assessment.scoring.framework_rules import deepest, rows_of
from assessment.scoring.scores import Scores

READ = ("answer", "unit")
"""The relations of a store that a run reads; all others it makes itself."""

SQL = Path(__file__).parent / "sql"
VALUES = ("directed", "pool", "placed", "bound", "ranked", "pool_facts", "imputed")
"""Static steps from values to places among others, each a file of `sql/` and its relation."""

LEAVES = ("indicator_score", "node_score")
RESULTS = ("strength_score", "total_score", "ranking")
ADDED_UP = ("node_score", "strength_score", "total_score")
"""The relations from indicators' scores to totals."""

MEANS = 2
"""The stage of `refused.sql` that looks at means; the first looks at indicators."""

_REFUSALS = {
    "log_of_nonpositive": "scoring.log_of_nonpositive",
    "no_reference": "scoring.no_reference",
    "aim_not_above_lowest": "scoring.aim_not_above_lowest",
    "largest_not_positive": "scoring.largest_not_positive",
    "too_large": "scoring.too_large",
    "not_positive": "scoring.not_positive",
}
"""What `refused.sql` says, as the codes of problems."""


class Connection(Protocol):
    """What a run needs of a database: DuckDB's cursor and psycopg's both have it."""

    def execute(self, query: str, /) -> Any: ...


def run(connection: Connection, framework: Framework, period: str, dialect: str = "duckdb") -> None:
    """Leave the relations of every step, and `signal`, on `connection`.

    Raises `Unscorable` for results that cannot exist, naming every indicator and unit.
    """
    before = earlier(connection, framework, period)
    for step in plan(framework, period, dialect, before):
        connection.execute(step.text)
    refuse(connection, framework, dialect)


def refuse(
    connection: Connection, framework: Framework, dialect: str = "duckdb", since: int = 1
) -> None:
    """Raise `Unscorable` where a run came to results that cannot exist, from a stage on."""
    found = connection.execute(_text("refused", dialect)).fetchall()
    refused = [row for row in found if row[0] >= since]
    if refused:
        raise Unscorable(_problems(framework, refused))


@dataclass(frozen=True, slots=True)
class Step:
    """One statement of a run, and the relation it makes or adds to."""

    relation: str
    text: str


def plan(
    framework: Framework, period: str, dialect: str = "duckdb", earlier: Sequence[str] = ()
) -> tuple[Step, ...]:
    """Every statement of a run, in order, written for `dialect`; kept as long as the framework is.

    `earlier` are the periods on record before this one that values may be read from.
    """
    kept = _plans.get(id(framework))
    if kept is None or kept.framework() is not framework:
        kept = _plans[id(framework)] = _Plans(ref(framework, _forget(id(framework))), {})
    asked = (period, dialect, tuple(earlier))
    if asked not in kept.by_period:
        kept.by_period[asked] = tuple(_steps(framework, *asked))
    return kept.by_period[asked]


@dataclass(frozen=True, slots=True)
class _Plans:
    framework: ref[Framework]
    by_period: dict[tuple[str, str, tuple[str, ...]], tuple[Step, ...]]


_plans: dict[int, _Plans] = {}
"""By identity: a framework is frozen, but holds mappings, and so has no hash."""


def _forget(key: int) -> Callable[[ref[Framework]], None]:
    def forget(_: ref[Framework]) -> None:
        _plans.pop(key, None)

    return forget


def _steps(
    framework: Framework, period: str, dialect: str, earlier: Sequence[str]
) -> Iterator[Step]:
    for made in rule.relation(rows_of(framework, period)):
        yield Step("rule", made.sql(dialect, copy=False))
    yield _kept("answer_wide", statements.answer_wide(framework, period), dialect)
    value = statements.indicator_value(framework, period)
    yield _kept("indicator_value", value or _no_value(), dialect)
    before = statements.earlier_value(framework, period, earlier)
    yield _kept("earlier_value", before or _no_earlier_value(), dialect)
    for step in (*VALUES, *LEAVES):
        yield _kept_step(step, dialect)
    for depth in range(deepest(framework, period), -1, -1):
        yield _added_step("node_score", "node_level", depth, dialect)
    for step in RESULTS:
        yield _kept_step(step, dialect)
    signal = signal_statement.signal(framework, period)
    yield _kept("signal", signal or _no_signal(), dialect)


def explaining(framework: Framework, period: str, dialect: str = "duckdb") -> Iterator[str]:
    """The statements that share a finished run's totals out, before frames are read off it."""
    yield _kept_step("read/share", dialect).text
    for depth in range(1, deepest(framework, period) + 2):
        yield _added_step("share", "read/share_level", depth, dialect).text


def score(connection: Any, framework: Framework, period: str) -> Scores:
    """Score `period` on a DuckDB cursor. Its temporary relations go when the cursor is closed.

    Raises `Unscorable` as `run` does.
    """
    run(connection, framework, period)
    return read(connection, framework, period)


def read(connection: Any, framework: Framework, period: str) -> Scores:
    """The frames of a finished run."""
    for statement in explaining(framework, period):
        connection.execute(statement)
    return Scores(
        period=period,
        indicators=_frame(connection, reading("indicators")),
        groups=_frame(connection, reading("groups")),
        strengths=_frame(connection, reading("strengths")),
        totals=_frame(connection, reading("totals")),
        pools=_frame(connection, reading("pools")),
        signals=_frame(
            connection, "select unit, problem, holds from signal order by unit, problem"
        ),
    )


@cache
def reading(frame: str, dialect: str = "duckdb") -> str:
    """The statement that reads one frame of `Scores` off a finished run."""
    return _text(f"read/{frame}", dialect)


def earlier(connection: Connection, framework: Framework, period: str) -> list[str]:
    """The periods on record before this one, of its length, oldest first."""
    if not statements.reads_earlier(framework, period):
        return []
    now = Period.of(period)
    found = connection.execute("select distinct period from answer").fetchall()
    others = [Period.of(code) for (code,) in found]
    before = [p for p in others if p.start < now.start and p.code[4:5] == period[4:5]]
    return [p.code for p in sorted(before, key=lambda p: p.start)]


def _problems(
    framework: Framework, refused: Sequence[tuple[int, str, str, str]]
) -> Iterator[Problem]:
    """One a cause: the indicator or node, why, and every unit it concerns."""
    units: dict[tuple[str, str], list[str]] = {}
    first = min(stage for stage, *_ in refused)
    for stage, code, reason, unit in refused:
        if stage > first:
            continue
        units.setdefault((reason, code), []).append(unit)
    titles = framework.titles
    for (reason, code), concerned in sorted(units.items()):
        facts = {"title": titles.get(code, code), "units": ", ".join(sorted(concerned))}
        yield Problem(_REFUSALS[reason], Place(code), facts)


def _frame(connection: Any, query: str) -> pd.DataFrame:
    frame: pd.DataFrame = connection.execute(query).df()
    return frame


def _no_value() -> exp.Expr:
    return _parsed(
        "select unit, cast(null as varchar) as indicator, cast(null as double) as value,"
        " cast(null as varchar) as state, cast(null as varchar) as reason"
        " from answer_wide where 1 = 0"
    )


def _no_earlier_value() -> exp.Expr:
    return _parsed(
        "select unit, cast(null as varchar) as indicator, cast(null as varchar) as period,"
        " cast(null as double) as value, cast(null as int) as previous"
        " from answer_wide where 1 = 0"
    )


def _no_signal() -> exp.Expr:
    return _parsed(
        "select unit, cast(null as varchar) as problem, cast(null as int) as holds"
        " from answer_wide where 1 = 0"
    )


@cache
def _kept_step(step: str, dialect: str) -> Step:
    return _kept(step.rpartition("/")[2], _tree(step), dialect)


@cache
def _added_step(name: str, step: str, depth: int, dialect: str) -> Step:
    """`insert into name` of a step that runs once a depth."""
    query = _tree(step).transform(
        lambda node: exp.Literal.number(depth) if isinstance(node, exp.Placeholder) else node
    )
    insert = exp.Insert(this=exp.to_table(name), expression=query)
    return Step(name, insert.sql(dialect, comments=False))


@cache
def _text(step: str, dialect: str) -> str:
    return _tree(step).sql(dialect, comments=False)


def _tree(step: str) -> exp.Expr:
    return _parsed((SQL / f"{step}.sql").read_text("utf-8"))


def _parsed(text: str) -> exp.Expr:
    return sqlglot.parse_one(text, read="duckdb")


def _kept(name: str, query: exp.Expr, dialect: str) -> Step:
    """`create temporary table name as query`."""
    create = exp.Create(
        this=exp.to_table(name),
        kind="TABLE",
        properties=exp.Properties(expressions=[exp.TemporaryProperty()]),
        expression=query,
    )
    return Step(name, create.sql(dialect, copy=False, comments=False))
