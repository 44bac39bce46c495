"""Where a county could bring an indicator's value: the next band, its peers' middle, the target.

A goal is told only where it is better than what is there, and what is told of others is never one
unit's where they are few.
"""

from collections.abc import Iterator
from math import ceil, floor
from typing import Literal, get_args

import pandas as pd

from assessment.framework.model import (
    Bands,
    DistanceToBest,
    DistanceToTarget,
    Goalposts,
    Indicator,
    Linear,
    MinMax,
    ShareOfMaximum,
    Target,
)
from assessment.kernel.disclosure import SMALLEST_GROUP

Goal = Literal["step", "median", "target"]
GOALS: tuple[Goal, ...] = get_args(Goal)

_ABSOLUTE = (Target, DistanceToTarget, Goalposts, Bands, Linear)

SMALLEST_MEDIAN = 3
SMALLEST_BEST = 5
"""Known values, one's own among them, from which on the middle or the best of them is told."""


def of(
    indicator: Indicator, period: str, value: float | None, peers: pd.Series
) -> Iterator[tuple[Goal, float]]:
    """The goals ahead of `value`, each with the value that reaches it.

    `peers` are the known values it is compared with. Without a value there is no next band.
    """
    full, middle = _full(indicator, period, peers), _median(indicator, peers)
    if full is not None and middle is not None and better(indicator, middle, full):
        middle = full  # What goes beyond the target earns nothing.
    ahead: list[tuple[Goal, float | None]] = [
        ("step", None if value is None else _next_band(indicator, period, value)),
        ("median", middle),
        ("target", full),
    ]
    for goal, there in ahead:
        if there is not None and (value is None or better(indicator, there, value)):
            yield goal, there


def told_outside(indicator: Indicator, goal: Goal, known: int) -> bool:
    """Whether a goal is told to who sees some units only, of so many known values it may rest on.

    The best of the peers is one unit's value: told where the rule has it in its formula.
    """
    if goal == "median":
        return known >= SMALLEST_GROUP
    if goal == "target" and not isinstance(indicator.scoring, _ABSOLUTE):
        has_best = isinstance(indicator.scoring, MinMax | DistanceToBest | ShareOfMaximum)
        return has_best and known >= SMALLEST_GROUP
    return True


def _next_band(indicator: Indicator, period: str, value: float) -> float | None:
    """Where the next band with more points begins; other rules have no steps."""
    if not isinstance(indicator.scoring, Bands):
        return None
    bands = indicator.scoring.bands.at(period)
    if indicator.direction == "up":
        here = value + 1e-9
        starts = [band.from_ for band in bands if band.from_ is not None and band.from_ > here]
        return min(starts, default=None)
    # Less is better: the next one ends where this one begins, and does not hold that end itself.
    ends = [band.to for band in bands if band.to is not None and band.to <= value + 1e-9]
    return None if not ends else _just_under(indicator, max(ends))


def _median(indicator: Indicator, peers: pd.Series) -> float | None:
    if len(peers) < SMALLEST_MEDIAN:
        return None
    return _countable(indicator, float(peers.median()))


def _full(indicator: Indicator, period: str, peers: pd.Series) -> float | None:
    """The value with all the points there are; of a relative rule, the best among the peers."""
    up = indicator.direction == "up"
    match indicator.scoring:
        case Target() | DistanceToTarget():
            return _countable(indicator, indicator.scoring.target.at(period))
        case Goalposts():
            return _countable(indicator, indicator.scoring.best.at(period))
        case Bands():
            return _best_band(indicator, indicator.scoring, period)
        case Linear():
            return None
    if len(peers) < SMALLEST_BEST:
        return None
    return float(peers.max() if up else peers.min())


def _best_band(indicator: Indicator, rule: Bands, period: str) -> float | None:
    bands = rule.bands.at(period)
    if indicator.direction == "up":
        return bands[-1].from_
    return None if bands[0].to is None else _just_under(indicator, bands[0].to)


def _just_under(indicator: Indicator, end: float) -> float:
    if is_whole(indicator):
        return ceil(end) - 1.0
    return end - 1e-6 * max(1.0, abs(end))


def _countable(indicator: Indicator, value: float) -> float:
    """Half a meeting is held by nobody: a count goes on to the next whole number."""
    if not is_whole(indicator):
        return value
    return float(ceil(value - 1e-9) if indicator.direction == "up" else floor(value + 1e-9))


def is_whole(indicator: Indicator) -> bool:
    """Whether its values are counted, in whole numbers."""
    return indicator.kind in ("count", "ordinal", "yes_no")


def better(indicator: Indicator, there: float, value: float) -> bool:
    further = there - value if indicator.direction == "up" else value - there
    return further > 1e-9 * max(1.0, abs(value))
