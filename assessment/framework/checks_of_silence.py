"""Rules of periods in which what is missing earns no points: leaving a blank must never pay.

It would where a score may be below zero and where something stands in for what is missing; and
some means cannot take a part without points.
"""

from collections.abc import Iterator

from assessment.framework import model
from assessment.framework.checks_over_time import Moment, moments
from assessment.framework.model import Aggregation, Framework, Indicator
from assessment.framework.source import Loc
from assessment.framework.walk import Breach, indicators, parts


def silence_never_pays(framework: Framework) -> Iterator[Breach]:
    """One message for each mean, method and stand-in, naming the first period it is wrong in."""
    for loc, aggregation in _means(framework):
        first = _first(framework, [each for _, each in framework.indicators()])
        if first is not None and not _takes_nothing(aggregation):
            facts = {"method": aggregation.method, "period": first.told}
            yield (*loc, "method"), "mean_without_points", facts
    for loc, indicator in indicators(framework):
        first = _first(framework, [indicator])
        if first is None:
            continue
        if indicator.imputation is not None:
            facts = {"value": indicator.imputation, "period": first.told}
            yield (*loc, "imputation"), "imputed_without_points", facts
        if _may_be_negative(indicator):
            facts = {"method": indicator.scoring.method, "period": first.told}
            yield (*loc, "scoring", "method"), "score_below_no_points", facts


def _means(framework: Framework) -> Iterator[tuple[Loc, Aggregation]]:
    yield ("aggregation",), framework.aggregation
    for loc, part in parts(framework):
        yield (*loc, "aggregation"), part.aggregation


def _first(framework: Framework, of: list[Indicator]) -> Moment | None:
    """When one of these is first asked while what is missing earns nothing."""
    for moment in moments([framework.unanswered], framework, of):
        value = framework.unanswered.in_force(moment.period)
        if value == "no_points" and any(each.asked_in(moment.period) for each in of):
            return moment
    return None


def _takes_nothing(aggregation: Aggregation) -> bool:
    """Whether the mean exists where a part has no points."""
    return aggregation.method == "arithmetic" or (aggregation.power or 0) > 0


def _may_be_negative(indicator: Indicator) -> bool:
    """By the method alone, whatever the answers; bands are within 0 and 100 already."""
    scoring = indicator.scoring
    if isinstance(scoring, model.MinMax):
        return any(low < 0 for low in scoring.low.root.values())
    open_ended = isinstance(scoring, model.Goalposts) and scoring.beyond == "open"
    return open_ended or isinstance(scoring, model.ZScore | model.Linear | model.ShareOfMaximum)
