"""The framework's levels in one period, from the total down, as positions in arrays."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assessment.framework.model import Aggregation, Framework, Indicator, Part
from assessment.kernel.codes import TOTAL
from assessment.scoring.robustness.settings import Weighed

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Level:
    """One aggregation. What weighs nothing is not part of it."""

    code: str
    aggregation: Aggregation
    threshold: float
    leaves: Places
    """Positions of the indicators that stand directly in it."""

    parts: tuple["Level", ...]
    place: int
    """Of its own weight among the levels' weights; −1 for the total, which has none."""

    def within(self) -> Iterator["Level"]:
        """Itself and every level below, the lowest first."""
        for part in self.parts:
            yield from part.within()
        yield self


@dataclass(frozen=True, slots=True)
class Tree:
    """Every indicator asked in the period, and the levels over them."""

    total: Level
    strengths: tuple[Level, ...]
    """All of which something is asked, those that weigh nothing in the total too."""

    indicators: tuple[Indicator, ...]
    strength_of: tuple[str, ...]
    leaf_weights: Floats
    level_weights: Floats
    level_kinds: tuple[Weighed, ...]

    def level(self, what: str) -> Level:
        """The total, or the strength with a code."""
        if what == TOTAL:
            return self.total
        return next(strength for strength in self.strengths if strength.code == what)

    @classmethod
    def of(cls, framework: Framework, period: str) -> "Tree":
        return _Builder(framework, period).tree()


class _Builder:
    """Numbers levels and indicators as it walks."""

    def __init__(self, framework: Framework, period: str) -> None:
        self.framework, self.period = framework, period
        asked = list(framework.indicators(period))
        self.strength_of = tuple(strength.code for strength, _ in asked)
        self.indicators = tuple(indicator for _, indicator in asked)
        self.column = {each.code: place for place, each in enumerate(self.indicators)}
        self.weights: list[float] = []
        self.kinds: list[Weighed] = []

    def tree(self) -> Tree:
        strengths = self._levels(self.framework.strengths, "strengths")
        weighing = tuple(each for each in strengths if self.weights[each.place] > 0)
        total = self._level(TOTAL, self.framework.aggregation, [], weighing, -1)
        leaves = [each.weight.at(self.period) for each in self.indicators]
        return Tree(
            total,
            strengths,
            self.indicators,
            self.strength_of,
            np.array(leaves, dtype=float),
            np.array(self.weights, dtype=float),
            tuple(self.kinds),
        )

    def _levels(self, parts: Sequence[Part], kind: Weighed) -> tuple[Level, ...]:
        """Those of which something is asked."""
        return tuple(self._part(part, kind) for part in parts if any(part.asked(self.period)))

    def _part(self, part: Part, kind: Weighed) -> Level:
        place = len(self.weights)
        self.weights.append(part.weight.at(self.period))
        self.kinds.append(kind)
        own = [
            self.column[each.code]
            for each in part.indicators
            if each.code in self.column and each.weight.at(self.period) > 0
        ]
        groups = self._levels(part.groups, "groups")
        weighing = tuple(group for group in groups if self.weights[group.place] > 0)
        return self._level(part.code, part.aggregation, own, weighing, place)

    def _level(
        self,
        code: str,
        aggregation: Aggregation,
        leaves: list[int],
        parts: tuple[Level, ...],
        place: int,
    ) -> Level:
        threshold = aggregation.threshold or self.framework.completeness_threshold
        own = np.array(leaves, dtype=np.intp)
        return Level(code, aggregation, threshold.at(self.period), own, parts, place)
