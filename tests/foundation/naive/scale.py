"""From z to a score, a function a method.

`x` is the treated value in its own direction; `pool` holds the real values compared with. None is
no score; `Impossible` is a score that cannot exist.
"""

from collections.abc import Callable
from typing import Any

from assessment.framework.model import Indicator
from tests.foundation.naive import numbers
from tests.foundation.naive.pool import Pool
from tests.foundation.naive.treatment import directed

SLACK = 1e-9


class Impossible(Exception):
    """There is no such score."""


class NoReference(Impossible):
    """The unit that distances are taken from has no value."""


class Scale:
    """One indicator's scale in one period, for one pool."""

    def __init__(
        self, indicator: Indicator, period: str, pool: Pool, reference: float | None = None
    ) -> None:
        self.indicator, self.period, self.pool, self.reference = indicator, period, pool, reference
        self.rule: Any = indicator.scoring

    def score(self, z: float) -> float | None:
        if self.rule.method not in FIXED and self.pool.size == 0:
            return None
        return METHODS[self.rule.method](self, z)

    def at(self, name: str) -> float:
        return float(getattr(self.rule, name).at(self.period))

    def end(self, name: str) -> float:
        """A number of the file where z is: turned, and as a logarithm where z is one."""
        return directed(self.indicator, self.at(name))

    def x(self, z: float) -> float:
        return z if self.indicator.direction == "up" else -z


def target(scale: Scale, z: float) -> float:
    return _line(z, scale.end("floor"), scale.end("target"), 100, clipped=True)


def goalposts(scale: Scale, z: float) -> float:
    clipped = scale.rule.beyond == "clipped"
    return _line(z, scale.end("worst"), scale.end("best"), scale.at("points"), clipped=clipped)


def _line(z: float, worst: float, best: float, points: float, *, clipped: bool) -> float:
    share = (z - worst) / (best - worst)
    if clipped and z + SLACK >= best:
        return points
    return points * (min(1.0, max(0.0, share)) if clipped else share)


def bands(scale: Scale, z: float) -> float:
    x, table = scale.x(z), scale.rule.bands.at(scale.period)
    first, last = table[0], table[-1]
    if first.from_ is not None and x + SLACK < first.from_:
        return _ends(first)[0]
    for band in table:
        if band.to is None or x + SLACK < band.to:
            start, end = _ends(band)
            if start == end:
                return start
            share = (x - band.from_) / (band.to - band.from_)
            return start + (end - start) * min(1.0, max(0.0, share))
    return _ends(last)[1]


def _ends(band: Any) -> tuple[float, float]:
    return band.points if isinstance(band.points, tuple) else (band.points, band.points)


def min_max(scale: Scale, z: float) -> float:
    low, high, pool = scale.at("low"), scale.at("high"), scale.pool
    if pool.constant:
        return (low + high) / 2
    return low + (high - low) * (z - pool.lowest) / (pool.highest - pool.lowest)


def z_score(scale: Scale, z: float) -> float:
    middle, step, values = scale.at("mean"), scale.at("deviation"), scale.pool.z
    if scale.pool.constant:
        return middle
    return middle + step * (z - numbers.mean(values)) / numbers.deviation(values)


def percentile(scale: Scale, z: float) -> float:
    return percentile_in(scale.pool, z, scale.rule.ties)


def percentile_in(pool: Pool, z: float, ties: str) -> float:
    below, equal = _below(pool, z), _equal(pool, z)
    return 100 * (below + {"min": 0, "mid": 0.5, "max": 1}[ties] * equal) / pool.size


def _below(pool: Pool, z: float) -> int:
    return sum(1 for other in pool.z if other < z)


def _equal(pool: Pool, z: float) -> int:
    return sum(1 for other in pool.z if other == z)


def _place(scale: Scale, z: float) -> float:
    """From the worst, 1, to the best, n. A value that is not in the pool stands for itself."""
    below, equal = _below(scale.pool, z), max(1, _equal(scale.pool, z))
    place = {"min": below + 1, "mid": below + (equal + 1) / 2, "max": below + equal}
    return min(float(scale.pool.size), max(1.0, place[scale.rule.ties]))


def percentile_rank(scale: Scale, z: float) -> float:
    n = scale.pool.size
    return 50.0 if n == 1 else 100 * (_place(scale, z) - 1) / (n - 1)


def rank(scale: Scale, z: float) -> float:
    return _place(scale, z)


def borda(scale: Scale, z: float) -> float:
    return _place(scale, z) - 1


def distance_to_target(scale: Scale, z: float) -> float:
    return _distance(scale, z, scale.end("target"))


def distance_to_reference(scale: Scale, z: float) -> float:
    if scale.reference is None:
        raise NoReference
    return _distance(scale, z, scale.reference)


def _distance(scale: Scale, z: float, goal: float) -> float:
    worst, clipped = scale.pool.lowest, scale.rule.beyond == "clipped"
    if goal <= worst:
        if clipped:
            return 100.0
        raise Impossible
    score = 100 * (1 - (goal - z) / (goal - worst))
    return min(100.0, score) if clipped else score


def distance_to_best(scale: Scale, z: float) -> float:
    worst, best = scale.pool.lowest, scale.pool.highest
    return 100.0 if scale.pool.constant else 100 * (1 - (best - z) / (best - worst))


def share_of_maximum(scale: Scale, z: float) -> float:
    if scale.pool.highest <= 0:
        raise Impossible
    return 100 * z / scale.pool.highest


def linear(scale: Scale, z: float) -> float:
    return scale.at("factor") * scale.x(z) + scale.at("offset")


FIXED = {"target", "goalposts", "bands", "linear"}
"""Whom one is compared with does not matter to these."""

METHODS: dict[str, Callable[[Scale, float], float]] = {
    each.__name__: each
    for each in (
        target,
        goalposts,
        bands,
        min_max,
        z_score,
        percentile,
        percentile_rank,
        rank,
        borda,
        distance_to_target,
        distance_to_best,
        distance_to_reference,
        share_of_maximum,
        linear,
    )
}
