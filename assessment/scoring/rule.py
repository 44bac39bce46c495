"""The framework as one relation, `rule`, for one period.

Every fixed scale (target, goalposts, bands) is a set of straight-line pieces, so one SQL
step scores them all; what differs between them is told here and nowhere else.
"""

from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields
from datetime import date
from types import NoneType
from typing import Any, get_args

from sqlglot import exp

from assessment.framework.model import (
    Bands,
    Framework,
    Goalposts,
    Indicator,
    Percentile,
    Scoring,
    Target,
    WinsorisePercentiles,
)
from assessment.framework.period import Period


@dataclass(frozen=True, slots=True)
class Rule:
    """One row. `part` says what it is, and so which columns mean something."""

    period: str
    part: str
    """`piece` (of a fixed scale), `percentile`, `bonus`, `veto`, `grade`."""

    code: str
    """Of the indicator, the bonus or veto field, the grade."""

    position: int = 0
    """Order of a piece; of a grade, 0 best; of a veto, the best grade it leaves."""

    strength: str | None = None
    weight: float | None = None
    """Of the indicator in its strength; of a bonus, points for each."""

    strength_weight: float | None = None
    sign: int = 1
    """−1 where less is better."""

    at_least: float | None = None
    """A piece holds from here on; of a grade, its cut. None: no lower end."""

    below: float | None = None
    """A piece holds up to but without this; of a bonus, the cap on all bonus points."""

    points_from: float | None = None
    points_to: float | None = None
    lower: float = 0
    upper: float = 1
    """Winsorising percentiles as shares, 0 and 1 for none."""

    pooled: str = "peer_group"
    """`peer_group` or `all`: among whom the percentile is taken."""

    smallest_pool: int = 1
    threshold: float = 0
    """Weight answered ÷ weight applicable under which strength and total are unknown."""


_SQL_TYPES = {str: "varchar", int: "int", float: "double"}


def relation(framework: Framework, period: str) -> tuple[exp.Create, exp.Insert]:
    """The statements that make `rule` and fill it, for any SQL dialect."""
    columns = [
        exp.ColumnDef(
            this=exp.to_identifier(column.name, quoted=True),
            kind=exp.DataType.build(_sql_type(column.type)),
        )
        for column in fields(Rule)
    ]
    table = exp.to_table("rule")
    create = exp.Create(
        this=exp.Schema(this=table, expressions=columns),
        kind="TABLE",
        properties=exp.Properties(expressions=[exp.TemporaryProperty()]),
    )
    rows = [
        exp.Tuple(expressions=[exp.convert(value) for value in astuple(row)])
        for row in rows_of(framework, period)
    ]
    return create, exp.Insert(this=table.copy(), expression=exp.Values(expressions=rows))


def _sql_type(annotation: Any) -> str:
    """Of a column that may be null as of one that may not."""
    (kind,) = set(get_args(annotation) or (annotation,)) - {NoneType}
    return _SQL_TYPES[kind]


def rows_of(framework: Framework, period: str) -> Iterator[Rule]:
    """Every row of `rule` in `period`, its dated numbers resolved."""
    for strength, indicator in framework.indicators(period):
        yield from _indicator_rows(
            framework, period, strength.code, strength.weight.at(period), indicator
        )
    if framework.bonus is not None:
        for item in framework.bonus.items:
            for level, points in item.points.items():
                yield Rule(
                    period,
                    "bonus",
                    f"{item.code}.{level}",
                    weight=points.at(period),
                    below=framework.bonus.cap.at(period),
                )
    grades = [grade.code for grade in framework.grades]
    if framework.veto is not None:
        for veto in framework.veto.items:
            yield Rule(period, "veto", veto.code, grades.index(framework.veto.grade_cap))
    for position, grade in enumerate(framework.grades):
        yield Rule(period, "grade", grade.code, position, at_least=grade.at_least.at(period))


def _indicator_rows(
    framework: Framework, period: str, strength: str, strength_weight: float, indicator: Indicator
) -> Iterator[Rule]:
    scoring = indicator.scoring
    by_rank = isinstance(scoring, Percentile)
    treatment = indicator.treatment
    winsorise = treatment if isinstance(treatment, WinsorisePercentiles) else None
    for position, piece in enumerate(pieces(scoring, period)):
        yield Rule(
            period=period,
            part="percentile" if by_rank else "piece",
            code=indicator.code,
            position=position,
            strength=strength,
            weight=indicator.weight.at(period),
            strength_weight=strength_weight,
            sign=1 if indicator.direction == "up" else -1,
            at_least=piece.at_least,
            below=piece.below,
            points_from=piece.points_from,
            points_to=piece.points_to,
            lower=winsorise.lower / 100 if winsorise else 0.0,
            upper=winsorise.upper / 100 if winsorise else 1.0,
            pooled=indicator.pool.within,
            smallest_pool=framework.smallest_pool.at(period),
            threshold=framework.completeness_threshold.at(period),
        )


@dataclass(frozen=True, slots=True)
class Piece:
    """A straight line over `[at_least, below)`; None where that end is open (then it is flat)."""

    at_least: float | None = None
    below: float | None = None
    points_from: float | None = None
    points_to: float | None = None


def pieces(scoring: Scoring, period: str) -> list[Piece]:
    """The scale as pieces that cover every value; a single empty one for a percentile."""
    match scoring:
        case Target():
            return _line(scoring.floor.at(period), scoring.target.at(period))
        case Goalposts():
            return _line(scoring.worst.at(period), scoring.best.at(period))
        case Bands():
            return _table(scoring, period)
        case _:
            return [Piece()]


def _line(zero: float, full: float) -> list[Piece]:
    """From 0 points at `zero` to 100 at `full`, whichever is larger, and flat outside."""
    low, high = sorted((zero, full))
    at_low, at_high = (0.0, 100.0) if zero < full else (100.0, 0.0)
    return [
        Piece(None, low, at_low, at_low),
        Piece(low, high, at_low, at_high),
        Piece(high, None, at_high, at_high),
    ]


def _table(scoring: Bands, period: str) -> list[Piece]:
    inner = []
    for band in scoring.bands.at(period):
        ends = band.points if isinstance(band.points, tuple) else (band.points, band.points)
        inner.append(Piece(band.from_, band.to, *ends))
    first, last = inner[0], inner[-1]
    if first.at_least is not None:
        inner.insert(0, Piece(None, first.at_least, first.points_from, first.points_from))
    if last.below is not None:
        inner.append(Piece(last.below, None, last.points_to, last.points_to))
    return inner


def last_day(period: str) -> int:
    """The period's end as days since 1970-01-01, which formulas know as `period_end`."""
    return (Period.of(period).end - date(1970, 1, 1)).days
