"""Taming extreme values: bounds to draw in to, or logarithms."""

from dataclasses import dataclass
from math import exp, log

from assessment.framework.model import Indicator, Log, WinsorisePercentiles, WinsorisePoints
from tests.foundation.naive import numbers

SLACK = 1e-9


@dataclass(frozen=True)
class Bounds:
    low: float | None = None
    high: float | None = None

    def draw_in(self, z: float) -> float:
        if self.low is not None and z < self.low:
            return self.low
        if self.high is not None and z > self.high:
            return self.high
        return z


def can_be_directed(indicator: Indicator, x: float) -> bool:
    return not isinstance(indicator.treatment, Log) or x + indicator.treatment.offset > 0


def directed(indicator: Indicator, x: float) -> float:
    """z before drawing in: larger is better, and the logarithm where one is asked for."""
    if isinstance(indicator.treatment, Log):
        x = log(x + indicator.treatment.offset)
    return x if indicator.direction == "up" else -x


def undirected(indicator: Indicator, z: float) -> float:
    """Back to the value's own units."""
    x = z if indicator.direction == "up" else -z
    return exp(x) - indicator.treatment.offset if isinstance(indicator.treatment, Log) else x


def bounds_of(indicator: Indicator, values: list[float]) -> Bounds:
    treatment = indicator.treatment
    if not values:
        return Bounds()
    if isinstance(treatment, WinsorisePercentiles):
        return Bounds(
            numbers.percentile(values, treatment.lower),
            numbers.percentile(values, treatment.upper),
        )
    if isinstance(treatment, WinsorisePoints):
        return _by_points(treatment, values)
    return Bounds()


def _by_points(treatment: WinsorisePoints, values: list[float]) -> Bounds:
    def extreme(given: list[float]) -> bool:
        if len(given) < 4 or numbers.same(given):
            return False
        return (
            abs(numbers.skewness(given)) >= treatment.skewness - SLACK
            and numbers.kurtosis(given) >= treatment.kurtosis - SLACK
        )

    if not extreme(values):
        return Bounds()
    right = numbers.skewness(values) > 0
    ordered = sorted(values, reverse=right)
    bounds = Bounds()
    for k in range(1, min(treatment.most, len(values) - 1) + 1):
        bounds = Bounds(high=ordered[k]) if right else Bounds(low=ordered[k])
        if not extreme([bounds.draw_in(z) for z in values]):
            break
    return bounds
