"""One way of reading the data: normalised, filled and aggregated so, ready for any weights.

Who is scored is settled once, at the framework's own weights: a strength too thin to be told
stays untold in every draw, and whoever has a rank keeps one. Otherwise a draw would move ranks by
moving who takes part.
"""

from dataclasses import dataclass

import numpy as np

from assessment.kernel.codes import TOTAL
from assessment.scoring.robustness import filling, normalising
from assessment.scoring.robustness.means import Mean
from assessment.scoring.robustness.panel import Panel
from assessment.scoring.robustness.settings import DECIDED, Ways
from assessment.scoring.robustness.tree import Flags, Floats, Level, Places

SLACK = 1e-9
"""As in `scoring/sql`: equality reaches a threshold."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A level with all that weights cannot change. Units are those that are ranked.

    Who is not known at a level gets a mean that can be computed (0 where the mean can be, else 1).
    Nobody counts it, unless what is missing earns nothing: then it is 0, and counts."""

    mean: Mean
    leaves: Places
    points: Floats
    """f of the scores, 0 where there is none; leaves × units. A leaf without points has f of 0."""

    present: Floats
    """1 where there is a score, 0 where not."""

    parts: tuple["Prepared", ...]
    places: Places
    """Of the parts' weights among the levels'."""

    counted: Floats
    """1 where a part is known and its level too; parts × units."""

    masked: tuple[bool, ...]
    """Of each part, whether it is known for somebody for whom its level is not."""

    complete: bool
    """Whether everybody has every score and part, so that the weights add up alike for all."""

    unknown: Floats | None
    """Of a level without indicators of its own: 1 for who is not known. None where all are."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A panel read one way, for what is ranked."""

    top: Prepared
    bonus: Floats | None
    ranked: Flags
    """Of all the panel's units, who has a rank. The other arrays have these units only."""

    @classmethod
    def of(cls, panel: Panel, what: str = TOTAL, ways: Ways = DECIDED) -> "Reading":
        ranked = ~np.isnan(panel.standing(what))
        scores = filling.filled(panel, normalising.scores(panel, ways.normalisation), ways.missing)
        level = panel.tree.level(what)
        lost = ~_reaches(panel, level, scores)
        # Who would be left with nothing at all is read as decided, and so keeps a rank.
        scores[:, lost] = panel.score[:, lost]
        top = _Preparing(panel, ways, scores, ranked).top(level)
        return cls(top, panel.bonus[ranked] if what == TOTAL else None, ranked)


def _reaches(panel: Panel, level: Level, scores: Floats) -> Flags:
    """Who has a score somewhere in the level, each part of it judged by its own threshold."""
    return _Known(panel, ~np.isnan(scores)).of(level, is_top=True)[0]


class _Known:
    """Who is known at a level, and to whom it applies; see docs/methods.md, part seven."""

    def __init__(self, panel: Panel, scored: Flags) -> None:
        self.panel, self.scored = panel, scored

    def of(self, level: Level, *, is_top: bool = False) -> tuple[Flags, Flags]:
        tree = self.panel.tree
        below = [self.of(part) for part in level.parts]
        known = np.array([*self.scored[level.leaves], *(each[0] for each in below)], dtype=bool)
        applies = np.array(
            [*self.panel.applicable[level.leaves], *(each[1] for each in below)], dtype=bool
        )
        weights = np.array(
            [
                *tree.leaf_weights[level.leaves],
                *(tree.level_weights[part.place] for part in level.parts),
            ]
        )
        if level.aggregation.counted == "children":
            weights = np.ones(len(weights))
        if not len(weights):
            nobody = np.zeros(len(self.panel.units), dtype=bool)
            return nobody, nobody
        share = (weights @ known) / np.maximum(weights @ applies, np.finfo(float).tiny)
        # Whether the level that is ranked is known was the engine's to say.
        least = 0.0 if is_top else level.threshold
        some, asked = np.logical_or.reduce(known), np.logical_or.reduce(applies)
        return some & (share >= least - SLACK), asked

    def silent(self, level: Level) -> Flags:
        """Who is not known at a level, and earns nothing there for what is missing in it."""
        inside = [self.panel.silent[level.leaves].any(axis=0), *map(self.silent, level.parts)]
        some: Flags = np.logical_or.reduce(inside)
        return some & ~self.of(level)[0]


class _Preparing:
    def __init__(self, panel: Panel, ways: Ways, scores: Floats, ranked: Flags) -> None:
        self.ways, self.ranked, self.scores = ways, ranked, scores[:, ranked]
        self.silent = panel.silent[:, ranked] & np.isnan(self.scores)
        self.judge = _Known(panel, ~np.isnan(scores))

    def top(self, level: Level) -> Prepared:
        return self._prepared(level, self.judge.of(level, is_top=True)[0])

    def _prepared(self, level: Level, known: Flags) -> Prepared:
        mean, here = self._mean(level), known[self.ranked]
        points, present = self._leaves(level, mean, here)
        parts = [(part, self.judge.of(part)[0]) for part in level.parts]
        counted = [there | self.judge.silent(part) for part, there in parts]
        known_parts = np.array([there[self.ranked] for there in counted], dtype=bool)
        known_parts = known_parts.reshape(len(parts), len(here))
        return Prepared(
            mean=mean,
            leaves=level.leaves,
            points=points,
            present=present,
            parts=tuple(self._prepared(*part) for part in parts),
            places=np.array([part.place for part in level.parts], dtype=np.intp),
            counted=(known_parts & here).astype(float),
            masked=tuple(bool((there & ~here).any()) for there in known_parts),
            complete=bool(present.all() and known_parts.all() and here.all()),
            unknown=None if len(level.leaves) or here.all() else (~here).astype(float),
        )

    def _leaves(self, level: Level, mean: Mean, here: Flags) -> tuple[Floats, Floats]:
        scores = np.where(self.silent[level.leaves], 0.0, self.scores[level.leaves])
        present = ~np.isnan(scores)
        with np.errstate(divide="ignore", invalid="ignore"):
            points = mean.into(np.where(present, scores, 1.0))
        points = np.where(present, points, 0.0)
        return np.where(here, points, mean.filler), (present | ~here).astype(float)

    def _mean(self, level: Level) -> Mean:
        chosen = self.ways.aggregation
        if chosen == "geometric" or (chosen == "geometric_total" and level.code == TOTAL):
            return Mean("geometric", floored=True)
        if chosen == "arithmetic":
            return Mean("arithmetic")
        own = self.ways.normalisation == "decided" and chosen == "decided"
        return Mean.decided(level.aggregation, floored=not own)
