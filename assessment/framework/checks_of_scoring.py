"""Rules of how values become scores: scales, their direction, logarithms, means.

What depends on the units' values, such as a target nobody is below, is for scoring to refuse.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from assessment.framework import model
from assessment.framework.checks_over_time import moments
from assessment.framework.model import Aggregation, Band, Dated, Framework, Indicator
from assessment.framework.source import Loc, shown
from assessment.framework.walk import Breach, dated_values, indicators, parts

LEAST_POWER = 0.001
"""Nearer to 0 a generalised mean is the geometric one, but for its lost digits."""


def no_line_is_flat(framework: Framework) -> Iterator[Breach]:
    """Nor runs against the direction: more points where the value is worse."""
    for loc, indicator in indicators(framework):
        scoring = indicator.scoring
        if isinstance(scoring, model.Target):
            here, zero, full = (*loc, "scoring", "target"), scoring.floor, scoring.target
        elif isinstance(scoring, model.Goalposts):
            here, zero, full = (*loc, "scoring", "best"), scoring.worst, scoring.best
        else:
            continue
        for low, high in _pairs(framework, indicator, zero, full):
            facts = {"low": shown(low), "high": shown(high), "direction": indicator.direction}
            if low == high:
                yield here, "flat_line", facts
                break
            if (low < high) != (indicator.direction == "up"):
                yield here, "against_direction", facts
                break


def more_points_are_better(framework: Framework) -> Iterator[Breach]:
    """Of the scales that name points, or points per unit of the value, rather than values."""
    for loc, indicator in indicators(framework):
        scoring = indicator.scoring
        if isinstance(scoring, model.MinMax):
            given = "high" if "high" in scoring.model_fields_set else "low"
            for low, high in _pairs(framework, indicator, scoring.low, scoring.high):
                if low >= high:
                    facts = {"low": shown(low), "high": shown(high)}
                    yield (*loc, "scoring", given), "min_max_backwards", facts
                    break
        elif isinstance(scoring, model.Linear):
            for place, factor in dated_values((*loc, "scoring", "factor"), scoring.factor):
                if factor == 0:
                    yield place, "factor_zero", {}
                elif (factor > 0) != (indicator.direction == "up"):
                    facts = {"value": shown(factor), "direction": indicator.direction}
                    yield place, "factor_against_direction", facts
        elif isinstance(scoring, model.ShareOfMaximum) and indicator.direction == "down":
            yield (*loc, "scoring", "method"), "share_downwards", {}


def bands_leave_no_doubt(framework: Framework) -> Iterator[Breach]:
    """In order, without gap or overlap, and rising or falling as the direction says."""
    for loc, indicator in indicators(framework):
        if isinstance(indicator.scoring, model.Bands):
            for inner, bands in dated_values((*loc, "scoring", "bands"), indicator.scoring.bands):
                if not bands:
                    yield inner, "bands_empty", {}
                    continue
                shapes = [*_ends(inner, bands), *_joints(inner, bands)]
                yield from shapes
                yield from _points(inner, bands, indicator.direction, in_order=not shapes)


def winsorising_leaves_values(framework: Framework) -> Iterator[Breach]:
    """And takes some: without `lower` and `upper` nothing would be treated."""
    for loc, indicator in indicators(framework):
        treatment = indicator.treatment
        if not isinstance(treatment, model.WinsorisePercentiles):
            continue
        if not treatment.model_fields_set & {"lower", "upper"}:
            yield (*loc, "treatment"), "winsorise_nothing", {}
        elif treatment.lower >= treatment.upper:
            facts = {"lower": shown(treatment.lower), "upper": shown(treatment.upper)}
            yield (*loc, "treatment"), "winsorise_backwards", facts


def logarithms_exist(framework: Framework) -> Iterator[Breach]:
    """Of the ends of a scale; and no scale is used that would then be in logarithms itself."""
    for loc, indicator in indicators(framework):
        treatment, scoring = indicator.treatment, indicator.scoring
        if not isinstance(treatment, model.Log):
            continue
        if isinstance(scoring, model.Bands | model.Linear):
            yield (*loc, "treatment"), "log_with_scale", {"method": scoring.method}
            continue
        # One offset serves all ends, so the smallest says what it must be.
        ends = sorted(_named_values(loc, indicator), key=lambda end: end[0])
        for value, name, place in ends[:1]:
            if value + treatment.offset <= 0:
                facts = {"name": name, "value": shown(value), "offset": shown(treatment.offset)}
                yield place, "log_of_nothing", facts | {"least": shown(0 - value)}


def powers_make_means(framework: Framework) -> Iterator[Breach]:
    for loc, aggregation in _aggregations(framework):
        generalised, power = aggregation.method == "generalised", aggregation.power
        if generalised and power is None:
            yield (*loc, "method"), "power_missing", {}
        elif power is not None and not generalised:
            yield (*loc, "power"), "power_unused", {"method": aggregation.method}
        elif power is not None and abs(power) < LEAST_POWER:
            yield (*loc, "power"), "power_zero", {"value": shown(power)}


def _named_values(loc: Loc, indicator: Indicator) -> Iterator[tuple[float, str, Loc]]:
    """The values a scale names, each with its key and place."""
    scoring = indicator.scoring
    if not isinstance(scoring, model.Target | model.Goalposts | model.DistanceToTarget):
        return
    for name in ("floor", "target", "worst", "best"):
        if name in type(scoring).model_fields:
            for place, value in dated_values((*loc, "scoring", name), getattr(scoring, name)):
                yield value, name, place


def _aggregations(framework: Framework) -> Iterator[tuple[Loc, Aggregation]]:
    yield ("aggregation",), framework.aggregation
    for loc, part in parts(framework):
        yield (*loc, "aggregation"), part.aggregation


def _pairs(
    framework: Framework, indicator: Indicator, one: Dated[float], other: Dated[float]
) -> Iterator[tuple[float, float]]:
    """Two dated numbers wherever one of them changes while the indicator is asked."""
    for moment in moments([one, other], framework, [indicator]):
        low, high = one.in_force(moment.period), other.in_force(moment.period)
        if low is not None and high is not None and indicator.asked_in(moment.period):
            yield low, high


def _ends(loc: Loc, bands: Sequence[Band]) -> Iterator[Breach]:
    for at, band in enumerate(bands):
        open_below, open_above = band.from_ is None, band.to is None
        if (open_below and at > 0) or (open_above and at < len(bands) - 1):
            yield (*loc, at), "band_open_inside", {}
        elif isinstance(band.points, tuple) and (open_below or open_above):
            yield (*loc, at, "points"), "band_line_open", {}
        elif band.from_ is not None and band.to is not None and band.from_ >= band.to:
            facts = {"low": shown(band.from_), "high": shown(band.to)}
            yield (*loc, at), "band_backwards", facts


def _joints(loc: Loc, bands: Sequence[Band]) -> Iterator[Breach]:
    for at, (one, other) in enumerate(pairwise(bands), start=1):
        if one.to is None or other.from_ is None or one.to == other.from_:
            continue
        facts = {"low": shown(one.to), "high": shown(other.from_)}
        if other.from_ > one.to:
            yield (*loc, at, "from"), "bands_gap", facts
        elif one.from_ is not None and other.from_ < one.from_:
            yield (*loc, at, "from"), "bands_out_of_order", facts
        else:
            yield (*loc, at, "from"), "bands_overlap", facts


def _points(loc: Loc, bands: Sequence[Band], direction: str, *, in_order: bool) -> Iterator[Breach]:
    sign = 1 if direction == "up" else -1
    before: float | None = None
    told = False
    given = [b.points if isinstance(b.points, tuple) else (b.points,) for b in bands]
    for at, points in enumerate(given):
        if not all(0 <= each <= 100 for each in points):
            outside = next(shown(each) for each in points if not 0 <= each <= 100)
            yield (*loc, at, "points"), "points_outside", {"value": outside}
            told = True
        for each in points:
            if in_order and not told and before is not None and sign * (each - before) < 0:
                told = True
                facts = {"value": shown(each), "before": shown(before), "direction": direction}
                yield (*loc, at, "points"), "bands_against_direction", facts
            before = each
    if len({each for points in given for each in points}) == 1:
        yield loc, "bands_flat", {"value": shown(before)}
