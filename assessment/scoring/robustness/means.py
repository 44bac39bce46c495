"""Weighted means of every kind as one: the inverse of f, of the weighted mean of f of the scores.

So a level costs one matrix product, whatever its method.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from assessment.framework.model import Aggregation
from assessment.scoring.robustness.tree import Floats

FLOOR = 1.0
"""The least a score counts in a mean that cannot take a zero, where we chose the mean or the
scale and the framework did not: a single zero must not be all that is left of a county."""


@dataclass(frozen=True, slots=True)
class Mean:
    """One kind of mean."""

    method: str
    power: float = 1.0
    floored: bool = False

    @classmethod
    def decided(cls, aggregation: Aggregation, *, floored: bool) -> "Mean":
        return cls(aggregation.method, aggregation.power or 1.0, floored)

    @property
    def is_plain(self) -> bool:
        return self.method == "arithmetic"

    @property
    def filler(self) -> float:
        """f of a score that can be computed with: of 0 where the mean may be, else of 1."""
        takes_nothing = self.method == "generalised" and self.power > 0
        return 0.0 if self.is_plain or takes_nothing else float(self.into(np.ones(1))[0])

    def into(self, scores: Floats) -> Floats:
        """f of the scores, where the weighted mean is taken."""
        if self.is_plain:
            return scores
        return _INTO[self.method](np.maximum(scores, FLOOR) if self.floored else scores, self.power)

    def back(self, mean: Floats) -> Floats:
        return mean if self.is_plain else _BACK[self.method](mean, self.power)


_Curve = Callable[[Floats, float], Floats]

_INTO: dict[str, _Curve] = {
    "geometric": lambda scores, _: np.log(scores),
    "harmonic": lambda scores, _: 1 / scores,
    "generalised": lambda scores, power: scores**power,
}
_BACK: dict[str, _Curve] = {
    "geometric": lambda mean, _: np.exp(mean),
    "harmonic": lambda mean, _: 1 / mean,
    "generalised": lambda mean, power: mean ** (1 / power),
}
