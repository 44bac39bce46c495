"""The framework as one relation, `rule`, for one period.

Everything a step of `sql/` needs to know about a method is a number or a word in a row here:
dated numbers are resolved, ends are in the units the step compares in (turned and logged like the
values), and the tree of groups is flat, each row naming its parent.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from math import log
from types import NoneType
from typing import Any, get_args

from sqlglot import exp

from assessment.framework.model import (
    Bands,
    Borda,
    Dated,
    DistanceToReference,
    DistanceToTarget,
    Framework,
    Goalposts,
    Indicator,
    Linear,
    Log,
    MinMax,
    Part,
    Percentile,
    PercentileRank,
    Rank,
    Scoring,
    Target,
    WinsorisePercentiles,
    WinsorisePoints,
    ZScore,
)
from assessment.framework.period import Period

TOTAL = "total"
"""The code of the node above the strengths."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One row. `part` says what it is, and so which columns mean something."""

    period: str
    part: str
    """`indicator`, `piece` of bands, `node` (total, strength, group), `bonus`, `veto`, `grade`."""

    code: str
    """Of the indicator, the node, the bonus or veto field, the grade."""

    position: int = 0
    """Of a grade, 0 best; of a veto, the best grade it leaves."""

    parent: str | None = None
    """The node an indicator or node stands in; none above the total."""

    strength: str | None = None
    depth: int = 0
    """Steps below the total, which is 0; a strength is 1."""

    weight: float = 0
    """Among its siblings; of a bonus, points for each."""

    method: str | None = None
    """Of an indicator `line` for target and goalposts, `distance` for target and reference,
    otherwise as in the framework; of a node, its mean."""

    sign: int = 1
    """−1 where less is better."""

    treatment: str | None = None
    log_offset: float = 0
    lower: float = 0
    upper: float = 1
    """Winsorising percentiles as shares, 0 and 1 for none."""

    most: int = 0
    skewness: float = 0
    kurtosis: float = 0
    """When, and at most how many points are winsorised."""

    imputation: str | None = None
    pooled: str = "peer_group"
    """`peer_group`, `prefecture` or `all`: among whom a value is compared."""

    smallest_pool: int = 1
    fallback: str = "all"
    all_periods: int = 0
    """1 where earlier periods' values are in the pool too."""

    ties: float = 0.5
    """0 for the lowest of the places equal values take up, 1 for the highest."""

    one: float | None = None
    other: float | None = None
    """The numbers of the method: worst and best, low and high, mean and deviation, factor and
    offset; a target alone. Ends are in z: turned, and logged where values are."""

    points: float = 100
    clipped: int = 1
    reference: str | None = None
    power: float | None = None
    threshold: float = 0
    """Share of a node's parts that must have a score."""

    counted: str = "weight"
    counts: int = 1
    """0 where it weighs nothing, or something above it does."""

    screening: float = 0
    screened_by: str = "weight"
    at_least: float | None = None
    """A piece holds from here on; of a grade, its cut. None: no lower end."""

    below: float | None = None
    """A piece holds up to but without this; of a bonus, the cap on all bonus points."""

    points_from: float | None = None
    points_to: float | None = None


_PLACED = ("period", "part", "code", "parent", "strength", "depth", "weight", "method", "counts")
_COLUMNS: Mapping[str, Sequence[str]] = {
    "indicator": (
        *_PLACED,
        *("sign", "treatment", "log_offset", "lower", "upper", "most", "skewness", "kurtosis"),
        *("imputation", "pooled", "smallest_pool", "fallback", "all_periods", "ties"),
        *("one", "other", "points", "clipped", "reference"),
    ),
    "piece": ("period", "part", "code", "at_least", "below", "points_from", "points_to"),
    "node": (*_PLACED, "power", "threshold", "counted", "screening", "screened_by"),
    "bonus": ("period", "part", "code", "weight", "below"),
    "veto": ("period", "part", "code", "position"),
    "grade": ("period", "part", "code", "position", "at_least"),
}
"""What is said of each part."""

_SQL_TYPES = {str: "varchar", int: "int", float: "double"}
_TIES = {"min": 0.0, "mid": 0.5, "max": 1.0}


def relation(framework: Framework, period: str) -> list[exp.Create | exp.Insert]:
    """The statements that make `rule` and fill it, for any SQL dialect.

    One insert a part, of the columns that mean something there: the others stay null.
    """
    columns = [
        exp.ColumnDef(
            this=exp.to_identifier(column.name, quoted=True),
            kind=exp.DataType.build(_sql_type(column.type)),
        )
        for column in fields(Rule)
    ]
    create = exp.Create(
        this=exp.Schema(this=exp.to_table("rule"), expressions=columns),
        kind="TABLE",
        properties=exp.Properties(expressions=[exp.TemporaryProperty()]),
    )
    rows = defaultdict[str, list[Rule]](list)
    for row in rows_of(framework, period):
        rows[row.part].append(row)
    return [create, *(_filled(_COLUMNS[part], found) for part, found in rows.items())]


def _filled(columns: Sequence[str], rows: Sequence[Rule]) -> exp.Insert:
    names = [exp.to_identifier(column, quoted=True) for column in columns]
    values = [
        exp.Tuple(expressions=[exp.convert(getattr(row, column)) for column in columns])
        for row in rows
    ]
    return exp.Insert(
        this=exp.Schema(this=exp.to_table("rule"), expressions=names),
        expression=exp.Values(expressions=values),
    )


def _sql_type(annotation: Any) -> str:
    """Of a column that may be null as of one that may not."""
    (kind,) = set(get_args(annotation) or (annotation,)) - {NoneType}
    return _SQL_TYPES[kind]


def rows_of(framework: Framework, period: str) -> Iterator[Rule]:
    """Every row of `rule` in `period`, its dated numbers resolved.

    A node of which nothing is asked in `period` has no row.
    """
    yield _total(framework, period)
    for strength in framework.strengths:
        yield from _part_rows(framework, period, strength, _Seat(TOTAL, strength.code, 1, 1))
    yield from _bonus_rows(framework, period)
    grades = [grade.code for grade in framework.grades]
    if framework.veto is not None:
        for veto in framework.veto.items:
            yield Rule(period, "veto", veto.code, grades.index(framework.veto.grade_cap))
    for position, grade in enumerate(framework.grades):
        yield Rule(period, "grade", grade.code, position, at_least=grade.at_least.at(period))


def deepest(framework: Framework, period: str) -> int:
    """Steps from the total down to the lowest node of which something is asked."""
    return max(row.depth for row in rows_of(framework, period) if row.part == "node")


def _total(framework: Framework, period: str) -> Rule:
    screening, top = framework.screening, framework.aggregation
    default = framework.completeness_threshold
    return Rule(
        period=period,
        part="node",
        code=TOTAL,
        method=top.method,
        power=_power(top.method, top.power),
        threshold=(top.threshold or default).at(period),
        counted=top.counted,
        screening=(screening.at_least or default).at(period),
        screened_by=screening.counted,
    )


@dataclass(frozen=True, slots=True)
class _Seat:
    """Where a part or indicator stands in the tree."""

    parent: str
    strength: str
    depth: int
    counts: int

    def below(self, part: Part, weight: float) -> "_Seat":
        return _Seat(part.code, self.strength, self.depth + 1, self.counts * (weight > 0))


def _part_rows(framework: Framework, period: str, part: Part, seat: _Seat) -> Iterator[Rule]:
    if not any(part.asked(period)):
        return
    mean, weight = part.aggregation, part.weight.at(period)
    yield Rule(
        period=period,
        part="node",
        code=part.code,
        parent=seat.parent,
        strength=seat.strength,
        depth=seat.depth,
        weight=weight,
        method=mean.method,
        power=_power(mean.method, mean.power),
        threshold=(mean.threshold or framework.completeness_threshold).at(period),
        counted=mean.counted,
        counts=seat.counts * (weight > 0),
    )
    inside = seat.below(part, weight)
    for group in part.groups:
        yield from _part_rows(framework, period, group, inside)
    for indicator in part.indicators:
        if indicator.asked_in(period):
            yield _indicator(framework, period, indicator, inside)
            yield from _pieces(indicator, period)


def _power(method: str, power: float | None) -> float | None:
    return -1.0 if method == "harmonic" else power


def _indicator(framework: Framework, period: str, indicator: Indicator, seat: _Seat) -> Rule:
    scoring, treatment, pool = indicator.scoring, indicator.treatment, indicator.pool
    drawn = (
        treatment
        if isinstance(treatment, WinsorisePercentiles)
        else WinsorisePercentiles(method="winsorise_percentiles")
    )
    points = treatment if isinstance(treatment, WinsorisePoints) else None
    one, other = _numbers(indicator, period)
    weight = indicator.weight.at(period)
    return Rule(
        period=period,
        part="indicator",
        code=indicator.code,
        parent=seat.parent,
        strength=seat.strength,
        depth=seat.depth,
        weight=weight,
        counts=seat.counts * (weight > 0),
        method=_METHODS.get(scoring.method, scoring.method),
        sign=_sign(indicator),
        treatment=treatment.method if treatment else None,
        log_offset=treatment.offset if isinstance(treatment, Log) else 0.0,
        lower=drawn.lower / 100,
        upper=drawn.upper / 100,
        most=points.most if points else 0,
        skewness=points.skewness if points else 0.0,
        kurtosis=points.kurtosis if points else 0.0,
        imputation=indicator.imputation,
        pooled=pool.within,
        smallest_pool=pool.smallest or framework.smallest_pool.at(period),
        fallback=pool.fallback,
        all_periods=int(pool.periods == "all"),
        ties=_TIES[_ties(indicator)],
        one=one,
        other=other,
        points=scoring.points.at(period) if isinstance(scoring, Goalposts) else 100.0,
        clipped=int(getattr(scoring, "beyond", "clipped") == "clipped"),
        reference=scoring.unit if isinstance(scoring, DistanceToReference) else None,
    )


_METHODS = {
    "target": "line",
    "goalposts": "line",
    "distance_to_target": "distance",
    "distance_to_reference": "distance",
}


def _ties(indicator: Indicator) -> str:
    scoring = indicator.scoring
    return (
        scoring.ties if isinstance(scoring, Percentile | PercentileRank | Rank | Borda) else "mid"
    )


def _numbers(indicator: Indicator, period: str) -> tuple[float | None, float | None]:
    ends, numbers = _given(indicator.scoring)
    found = [_end(indicator, dated.at(period)) for dated in ends]
    found += [dated.at(period) for dated in numbers]
    one, other, *_ = [*found, None, None]
    return one, other


def _given(scoring: Scoring) -> tuple[tuple[Dated[float], ...], tuple[Dated[float], ...]]:
    """A method's numbers: ends in the units of the value, and others as they are."""
    ends: tuple[Dated[float], ...] = ()
    numbers: tuple[Dated[float], ...] = ()
    match scoring:
        case Target():
            ends = scoring.floor, scoring.target
        case Goalposts():
            ends = scoring.worst, scoring.best
        case DistanceToTarget():
            ends = (scoring.target,)
        case MinMax():
            numbers = scoring.low, scoring.high
        case ZScore():
            numbers = scoring.mean, scoring.deviation
        case Linear():
            numbers = scoring.factor, scoring.offset
    return ends, numbers


def _end(indicator: Indicator, value: float) -> float:
    """A value of the framework as values are compared: logged where they are, and turned."""
    treatment = indicator.treatment
    if isinstance(treatment, Log):
        value = log(value + treatment.offset)
    return _sign(indicator) * value


def _sign(indicator: Indicator) -> int:
    return 1 if indicator.direction == "up" else -1


def _pieces(indicator: Indicator, period: str) -> Iterator[Rule]:
    if isinstance(indicator.scoring, Bands):
        for piece in pieces(indicator.scoring, period):
            yield Rule(
                period=period,
                part="piece",
                code=indicator.code,
                at_least=piece.at_least,
                below=piece.below,
                points_from=piece.points_from,
                points_to=piece.points_to,
            )


def _bonus_rows(framework: Framework, period: str) -> Iterator[Rule]:
    if framework.bonus is None:
        return
    for item in framework.bonus.items:
        for level, points in item.points.items():
            yield Rule(
                period,
                "bonus",
                f"{item.code}.{level}",
                weight=points.at(period),
                below=framework.bonus.cap.at(period),
            )


@dataclass(frozen=True, slots=True)
class Piece:
    """A straight line over `[at_least, below)`; None where that end is open (then it is flat)."""

    at_least: float | None = None
    below: float | None = None
    points_from: float | None = None
    points_to: float | None = None


def pieces(scoring: Bands, period: str) -> list[Piece]:
    """The table as pieces that cover every value: outside it the nearest end's points hold."""
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
