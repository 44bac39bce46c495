"""A framework as the rows of the relation `rule`, for one period.

Dated numbers are resolved, ends are in the units the steps compare in (turned and logged like the
values), and the tree of groups is flat, each row naming its parent.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import log

from assessment.framework import model
from assessment.framework.model import Dated, Framework, Indicator, Part
from assessment.kernel.codes import TOTAL
from assessment.scoring.rule import Rule

_TIES = {"min": 0.0, "mid": 0.5, "max": 1.0}


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
        unscored=framework.unanswered.at(period),
        needs_all=int(framework.total_needs.at(period) == "all_strengths"),
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
        unscored=framework.unanswered.at(period),
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
        if isinstance(treatment, model.WinsorisePercentiles)
        else model.WinsorisePercentiles(method="winsorise_percentiles")
    )
    points = treatment if isinstance(treatment, model.WinsorisePoints) else None
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
        log_offset=treatment.offset if isinstance(treatment, model.Log) else 0.0,
        lower=drawn.lower / 100,
        upper=drawn.upper / 100,
        most=points.most if points else 0,
        skewness=points.skewness if points else 0.0,
        kurtosis=points.kurtosis if points else 0.0,
        unscored=framework.unanswered.at(period),
        imputation=None if framework.silence_earns_nothing(period) else indicator.imputation,
        pooled=pool.within,
        smallest_pool=pool.smallest or framework.smallest_pool.at(period),
        fallback=pool.fallback,
        all_periods=int(pool.periods == "all"),
        ties=_TIES[_ties(indicator)],
        one=one,
        other=other,
        points=scoring.points.at(period) if isinstance(scoring, model.Goalposts) else 100.0,
        clipped=int(getattr(scoring, "beyond", "clipped") == "clipped"),
        reference=scoring.unit if isinstance(scoring, model.DistanceToReference) else None,
    )


_METHODS = {
    "target": "line",
    "goalposts": "line",
    "distance_to_target": "distance",
    "distance_to_reference": "distance",
}


def _ties(indicator: Indicator) -> str:
    scoring = indicator.scoring
    ranked = model.Percentile | model.PercentileRank | model.Rank | model.Borda
    return scoring.ties if isinstance(scoring, ranked) else "mid"


def _numbers(indicator: Indicator, period: str) -> tuple[float | None, float | None]:
    ends, numbers = _given(indicator.scoring)
    found = [_end(indicator, dated.at(period)) for dated in ends]
    found += [dated.at(period) for dated in numbers]
    one, other, *_ = [*found, None, None]
    return one, other


def _given(scoring: model.Scoring) -> tuple[tuple[Dated[float], ...], tuple[Dated[float], ...]]:
    """A method's numbers: ends in the units of the value, and others as they are."""
    ends: tuple[Dated[float], ...] = ()
    numbers: tuple[Dated[float], ...] = ()
    match scoring:
        case model.Target():
            ends = scoring.floor, scoring.target
        case model.Goalposts():
            ends = scoring.worst, scoring.best
        case model.DistanceToTarget():
            ends = (scoring.target,)
        case model.MinMax():
            numbers = scoring.low, scoring.high
        case model.ZScore():
            numbers = scoring.mean, scoring.deviation
        case model.Linear():
            numbers = scoring.factor, scoring.offset
    return ends, numbers


def _end(indicator: Indicator, value: float) -> float:
    """A value of the framework as values are compared: logged where they are, and turned."""
    treatment = indicator.treatment
    if isinstance(treatment, model.Log):
        value = log(value + treatment.offset)
    return _sign(indicator) * value


def _sign(indicator: Indicator) -> int:
    return 1 if indicator.direction == "up" else -1


def _pieces(indicator: Indicator, period: str) -> Iterator[Rule]:
    if isinstance(indicator.scoring, model.Bands):
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


def pieces(scoring: model.Bands, period: str) -> list[Piece]:
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
