"""From even random numbers to draws: the weights, and the way of reading the data.

Every doubt has its own columns of random numbers, whether it is drawn or not: to switch one off
leaves what the others draw as it was.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assessment.kernel.codes import TOTAL
from assessment.scoring.robustness.panel import Panel
from assessment.scoring.robustness.settings import (
    Aggregation,
    Missing,
    Normalisation,
    Settings,
    Ways,
)
from assessment.scoring.robustness.tree import Flags, Floats, Level, Tree

DECIDED_SHARE = 0.5
"""How often a draw keeps what the framework decided, which was decided for a reason; the other
ways share the rest evenly. So the rank as it stands is never outside its own interval by more
than chance."""

NORMALISATIONS: tuple[Normalisation, ...] = ("decided", "min_max", "z_score", "percentile")

WAYS = 3
"""Columns after the weights': normalisation, missing data, aggregation."""

Numbers = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Draws:
    """A row a draw."""

    leaf_weights: Floats
    level_weights: Floats
    options: tuple[Ways, ...]
    """The ways that any draw takes."""

    option: Numbers
    """Which of them each draw takes."""

    def by_option(self) -> Iterator[tuple[Ways, Numbers | slice]]:
        """The ways taken, each with its rows."""
        if len(self.options) == 1:
            yield self.options[0], slice(None)
            return
        for place, ways in enumerate(self.options):
            rows = np.flatnonzero(self.option == place)
            if len(rows):
                yield ways, rows


@dataclass(frozen=True, slots=True)
class Offers:
    """The ways there are of reading this panel; those that would change nothing are left out.

    That what is missing earns nothing is a rule, not an estimate, and is not doubted."""

    normalisation: tuple[Normalisation, ...] = ("decided",)
    missing: tuple[Missing, ...] = ("decided",)
    aggregation: tuple[Aggregation, ...] = ("decided",)

    @classmethod
    def of(cls, panel: Panel, what: str, settings: Settings) -> "Offers":
        doubts = settings.doubts
        level = panel.tree.level(what)
        return cls(
            NORMALISATIONS if "normalisation" in doubts else ("decided",),
            tuple(_missing(panel))
            if "missing" in doubts and not panel.silent.any()
            else ("decided",),
            tuple(_aggregation(level)) if "aggregation" in doubts else ("decided",),
        )


def columns(tree: Tree) -> int:
    """How many random numbers a draw needs."""
    return len(tree.level_weights) + len(tree.leaf_weights) + WAYS


def draws(tree: Tree, settings: Settings, offers: Offers, even: Floats) -> Draws:
    """`even` has a row a draw and `columns`, each number even between 0 and 1."""
    levels, leaves = len(tree.level_weights), len(tree.leaf_weights)
    factor = 1 + settings.share * (2 * even[:, : levels + leaves] - 1)
    factor[:, ~_drawn(tree, settings)] = 1
    options, option = _options(offers, even[:, levels + leaves :])
    return Draws(
        leaf_weights=tree.leaf_weights * factor[:, levels:],
        level_weights=tree.level_weights * factor[:, :levels],
        options=options,
        option=option,
    )


def _drawn(tree: Tree, settings: Settings) -> Flags:
    """Which weights move, levels first."""
    weighed = settings.weighed if "weights" in settings.doubts else frozenset()
    leaves = ["indicators" in weighed] * len(tree.leaf_weights)
    return np.array([*(kind in weighed for kind in tree.level_kinds), *leaves], dtype=bool)


def _options(offers: Offers, even: Floats) -> tuple[tuple[Ways, ...], Numbers]:
    normalisation = _choice(even[:, 0], len(offers.normalisation))
    missing = _choice(even[:, 1], len(offers.missing))
    aggregation = _choice(even[:, 2], len(offers.aggregation))
    options = tuple(
        Ways(one, other, third)
        for one in offers.normalisation
        for other in offers.missing
        for third in offers.aggregation
    )
    step = len(offers.aggregation)
    return options, (normalisation * len(offers.missing) + missing) * step + aggregation


def _choice(even: Floats, count: int) -> Numbers:
    """0, what was decided, for the lower part; the others for equal shares of the rest."""
    if count == 1:
        return np.zeros(len(even), dtype=np.intp)
    rest = (even - DECIDED_SHARE) / (1 - DECIDED_SHARE)
    other = np.minimum(np.floor(rest * (count - 1)), count - 2).astype(np.intp)
    return np.where(even < DECIDED_SHARE, 0, 1 + other)


def _missing(panel: Panel) -> Iterator[Missing]:
    yield "decided"
    if (panel.scored & ~panel.real).any():
        yield "reweight"
    if panel.missing.any():
        yield "mean"
        yield "peer_median"


def _aggregation(level: Level) -> Iterator[Aggregation]:
    """Harmonic is not among them: over scores that may be 0 it says little but who has a zero."""
    methods = {each.aggregation.method for each in level.within()}
    yield "decided"
    if methods != {"arithmetic"}:
        yield "arithmetic"
    if level.code == TOTAL and level.aggregation.method != "geometric":
        yield "geometric_total"
    if methods != {"geometric"}:
        yield "geometric"
