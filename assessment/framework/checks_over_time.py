"""Rules that must hold in every period: weights, dated numbers, lines, grades.

What a file says changes only where a number is dated, or an indicator starts or ends. So it is
enough to look at those moments, and once before the first of them. Every period starts with a
quarter, so a moment is written as one; a message names it as the file does.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import fsum
from typing import Any

from assessment.framework.model import (
    ALWAYS,
    Dated,
    Framework,
    Indicator,
    Part,
)
from assessment.framework.period import Period
from assessment.framework.source import Loc, shown
from assessment.framework.walk import Breach, entries, indicators, parts

_BEGINNING = "1900Q1"
"""The first period that can be written."""

_LAST_YEAR = 2199

TOLERANCE = 1e-9


def nothing_starts_late(framework: Framework) -> Iterator[Breach]:
    """A number holds from its first date, so nothing may ask for it earlier.

    An indicator asks from its `since`; one without, and everything that is not an indicator's,
    asks always, and so needs a plain number or `always`.
    """
    asked_from = {loc: indicator.since for loc, indicator in indicators(framework)}
    for loc, dated in entries(framework):
        if not isinstance(dated, Dated):
            continue
        starts = {code: _start(code) for code in dated.root if code != ALWAYS}
        yield from _same_day(loc, starts)
        if ALWAYS in dated.root:
            continue
        first = min(starts, key=starts.__getitem__)
        since = next((asked_from[loc[:n]] for n in range(len(loc)) if loc[:n] in asked_from), None)
        if since is None:
            yield loc, "no_first_value", {"first": first}
        elif _start(since) < starts[first]:
            yield loc, "starts_late", {"since": since, "first": first}


def weights_add_up(framework: Framework) -> Iterator[Breach]:
    """One message for a sum, where it first goes wrong.

    A part whose weight is mistyped breaks two sums, its own and the one it is in. If what is in
    it agrees with the latter, it is the part's weight that is wrong, and only that is said.
    """
    told: set[Loc] = set()
    for moment in moments(_weights(framework), framework):
        for loc, code, facts in _wrong_sums(framework, moment):
            if loc not in told:
                told.add(loc)
                yield loc, code, facts


def grades_descend(framework: Framework) -> Iterator[Breach]:
    """Best first, each cut below the one before, and the last at 0 so that all have a grade."""
    cuts = [grade.at_least for grade in framework.grades]
    told: set[Loc] = set()
    for moment in moments(cuts, framework, []):
        found = [(at, cut.in_force(moment.period)) for at, cut in enumerate(cuts)]
        known = [(at, value) for at, value in found if value is not None]
        for (_, above), (at, value) in pairwise(known):
            loc: Loc = ("grades", at, "at_least")
            if value >= above and loc not in told:
                told.add(loc)
                yield loc, "grades_order", {"value": shown(value), "above": shown(above)}
        if not known:
            continue
        at, last = known[-1]
        loc = ("grades", at, "at_least")
        if at == len(cuts) - 1 and last != 0 and loc not in told:
            told.add(loc)
            yield loc, "grades_last", {"value": shown(last)}


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    period: str
    """The quarter that starts here."""

    told: str
    """How the file writes it."""


def moments(
    numbers: Iterable[Dated[Any]],
    framework: Framework,
    indicators: Iterable[Indicator] | None = None,
) -> list[Moment]:
    """The beginning, and wherever one of the numbers or of the indicators asked changes."""
    if indicators is None:
        indicators = [indicator for _, indicator in framework.indicators()]
    found = {_BEGINNING: ALWAYS}
    for number in numbers:
        found |= {quarter(_start(code)): code for code in number.root if code != ALWAYS}
    for indicator in indicators:
        if indicator.since is not None:
            found[quarter(_start(indicator.since))] = indicator.since
        if indicator.until is not None:
            after = Period.of(indicator.until).end + timedelta(days=1)
            if after.year <= _LAST_YEAR:
                found.setdefault(quarter(after), _like(indicator.until, after))
    return [Moment(period, told) for period, told in sorted(found.items())]


def _wrong_sums(framework: Framework, moment: Moment) -> Iterator[Breach]:
    period, whole = moment.period, framework.weights_sum
    if not any(indicator.asked_in(period) for _, indicator in framework.indicators()):
        return
    for loc, part in parts(framework):
        if not (part.groups or part.indicators):
            continue
        weight, total = part.weight.in_force(period), _sum_of(part, period)
        inner = _inner_sum_of(part.groups, part.indicators, period)
        place: Loc = (*loc, "indicators" if part.indicators else "groups")
        asked = any(True for _ in part.asked(period))
        if whole is not None and _differ(total, weight) and _differ(inner, weight):
            yield _sum_breach(place, part.code, total, weight, moment)
        elif _none(total) and (_some(weight) or (whole is not None and asked)):
            yield place, "weights_zero", {"name": part.code}
    total = _sum(strength.weight.in_force(period) for strength in framework.strengths)
    inner = _inner_sum_of(framework.strengths, (), period)
    if whole is not None and _differ(total, whole) and _differ(inner, whole):
        yield _sum_breach(("strengths",), "strengths", total, whole, moment)
    elif whole is None and _none(total):
        yield ("strengths",), "weights_zero", {"name": "strengths"}


def _sum_breach(
    loc: Loc, name: str, total: float | None, whole: float | None, moment: Moment
) -> Breach:
    facts = {"name": name, "sum": shown(total), "whole": shown(whole)}
    if moment.told == ALWAYS:
        return loc, "weights_sum", facts
    return loc, "weights_sum_from", facts | {"period": moment.told}


def _sum_of(part: Part, period: str) -> float | None:
    """What a part's groups and indicators weigh together; None where one has no weight yet."""
    groups = (group.weight.in_force(period) for group in part.groups)
    return _sum([*groups, *_weights_of(part.indicators, period)])


def _inner_sum_of(
    within: Iterable[Part], indicators: Iterable[Indicator], period: str
) -> float | None:
    """The same with each part's weight taken from what is in it, and so not from the part."""
    inner = [
        _sum_of(part, period) if part.groups or part.indicators else part.weight.in_force(period)
        for part in within
    ]
    return _sum([*inner, *_weights_of(indicators, period)])


def _weights_of(indicators: Iterable[Indicator], period: str) -> Iterator[float | None]:
    return (each.weight.in_force(period) for each in indicators if each.asked_in(period))


def _sum(weights: Iterable[float | None]) -> float | None:
    known = list(weights)
    return None if None in known else fsum(weight for weight in known if weight)


def _weights(framework: Framework) -> Iterator[Dated[float]]:
    yield from (part.weight for _, part in parts(framework))
    yield from (indicator.weight for _, indicator in indicators(framework))


def _differ(one: float | None, other: float | None) -> bool:
    return one is not None and other is not None and abs(one - other) > TOLERANCE


def _none(weight: float | None) -> bool:
    return weight == 0


def _some(weight: float | None) -> bool:
    return weight is not None and weight > 0


def _same_day(loc: Loc, starts: dict[str, date]) -> Iterator[Breach]:
    """`2024` and `2024H1` begin together, so which of the two holds would be chance."""
    first: dict[date, str] = {}
    for code, start in starts.items():
        if start in first:
            yield (*loc, code), "dated_twice", {"one": first[start], "other": code}
        first.setdefault(start, code)


def _start(code: str) -> date:
    return Period.of(code).start


def quarter(day: date) -> str:
    """The quarter a day lies in."""
    return f"{day.year}Q{(day.month - 1) // 3 + 1}"


def _like(code: str, day: date) -> str:
    """The period around a day, of the same length as `code`."""
    months = {"": 12, "H": 6, "Q": 3}[code[4:5]]
    return f"{day.year}{code[4:5]}" + (f"{(day.month - 1) // months + 1}" if months < 12 else "")
