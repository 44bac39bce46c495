"""Scores of many draws of weights at once, a row a draw and a column a unit.

A level is two matrix products, over only what is there: numerators `w @ points`, denominators
`w @ present`. Draws go through in blocks small enough to stay in the processor's cache.
"""

import numpy as np

from assessment.scoring.robustness.reading import Prepared, Reading
from assessment.scoring.robustness.tree import Flags, Floats

BLOCK = 65_536
"""Numbers in a block of one level, draws × units."""


def scores(reading: Reading, leaf_weights: Floats, level_weights: Floats) -> Floats:
    """The score of each ranked unit under each draw; bonus and all, where that is ranked.

    A weight of 0 takes the indicator out; who then has nothing left of what is ranked gets `nan`.
    """
    units = int(reading.ranked.sum())
    made = np.empty((len(leaf_weights), units))
    if not made.size:
        return made
    step = max(1, BLOCK // units)
    dropping = not (leaf_weights.all() and level_weights.all())
    for start in range(0, len(made), step):
        rows = slice(start, start + step)
        block = _Block(leaf_weights[rows], level_weights[rows], dropping)
        found, alive = block.mean(reading.top)
        if alive is not None:
            found[~alive] = np.nan
        np.add(found, 0.0 if reading.bonus is None else reading.bonus, out=made[rows])
    return made


class _Block:
    """Some draws of weights. `dropping`, where any of them is 0."""

    def __init__(self, leaves: Floats, levels: Floats, dropping: bool) -> None:
        self.leaves, self.levels, self.dropping = leaves, levels, dropping

    def mean(self, level: Prepared, scale: Floats | None = None) -> tuple[Floats, Flags | None]:
        """The level's scores, times `scale`; and where there is anything to take the mean of, None
        being everywhere. To scale the few weights first is cheaper than all the scores after."""
        if self.dropping or not level.mean.is_plain:
            found, alive = self._mean(level)
            return (found if scale is None else found * scale), alive
        own, weights = self.leaves[:, level.leaves], self.levels[:, level.places]
        below = _whole(level, own, weights)
        if below.shape[1] == 1:  # The same for all units, and so the weights' business too.
            scale = 1 / below if scale is None else scale / below
        scaled = weights if scale is None else weights * scale
        above = None
        if len(level.leaves):
            above = (own if scale is None else own * scale) @ level.points
        for place, part in enumerate(level.parts):
            found, _ = self._part(level, place, part, scaled[:, place, None])
            above = found if above is None else np.add(above, found, out=above)
        if above is None:  # All it has weighs nothing: nobody is known here.
            above = np.zeros_like(below)
        if below.shape[1] > 1:
            above /= below
        return above, None

    def _mean(self, level: Prepared) -> tuple[Floats, Flags | None]:
        """`mean` of any kind, and where weights may be 0."""
        own, weights = self.leaves[:, level.leaves], self.levels[:, level.places]
        above, below = own @ level.points, np.array(own @ level.present)
        alive = (own > 0) @ level.present > 0 if self.dropping else None
        if level.unknown is not None:
            above += level.unknown * level.mean.filler
            below += level.unknown
            if alive is not None:
                alive |= level.unknown > 0
        for place, part in enumerate(level.parts):
            weight = weights[:, place, None]
            found, there = self._part(level, place, part, weight)
            above += found
            below += weight * (level.counted[place] if there is None else there)
            if alive is not None and there is not None:
                alive |= there & (weight > 0)
        if alive is not None:
            above = np.where(alive, above, level.mean.filler)
            below = np.where(alive, below, 1.0)
        return level.mean.back(above / below), alive

    def _part(
        self, level: Prepared, place: int, part: Prepared, weight: Floats
    ) -> tuple[Floats, Flags | None]:
        """What a part brings to its level, weighed, and for whom it is there at all."""
        counted = level.counted[place]
        if level.mean.is_plain and part.mean.is_plain and not self.dropping:
            found, _ = self.mean(part, weight)
            if level.masked[place]:
                found *= counted
            return found, None
        found, alive = self.mean(part)
        here: Flags = counted > 0 if alive is None else alive & (counted > 0)
        brought: Floats = weight * here * level.mean.into(np.where(here, found, 1.0))
        return brought, None if alive is None else here


def _whole(level: Prepared, own: Floats, weights: Floats) -> Floats:
    """The weights that count for each unit, or one column where all of them do for all."""
    if level.complete:
        whole: Floats = own.sum(axis=1, keepdims=True) + weights.sum(axis=1, keepdims=True)
        return whole
    below = own @ level.present
    if level.parts:
        below += weights @ level.counted
    if level.unknown is not None:
        below += level.unknown
    return np.asarray(below, dtype=np.float64)
