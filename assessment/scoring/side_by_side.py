"""Two explanations side by side: what each part scored and earned here and there.

Points are shared out anew where something has no score, so a part may earn more with a lower score.
What a part is to blame for is therefore told by its score at its full weight (`own`), and what the
sharing out did is a part of its own (`reweighted`). Together they are the difference of the totals.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from assessment.scoring.explanation_tree import Node, Tree


@dataclass(frozen=True, slots=True)
class Pair:
    """A strength or an indicator on both sides; None where it is not asked."""

    code: str
    first: Node | None
    second: Node | None
    difference: float | None
    """Points of the first less those of the second; None where a side has no total. They contain
    what was shared out, on each side another share: not to be shown as the part's own."""

    change: float | None = None
    """Score of the first less that of the second; None where a side has none."""

    own: float | None = None
    """What its change is worth in points of the total, were everything scored on both sides. It has
    the sign of `change`; None where a side has no total, or no score here."""

    parts: tuple["Pair", ...] = ()
    """A strength's indicators, what explains most first."""

    @property
    def missing(self) -> Literal["", "not_asked", "uncounted"]:
        """Why only one side counts it: not asked there, or asked and without a score."""
        if self.first is None or self.second is None:
            return "not_asked"
        counted = [self.first.points is not None, self.second.points is not None]
        return "uncounted" if any(counted) and not all(counted) else ""


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Two trees, strength by strength, what explains most first."""

    first: Tree
    second: Tree
    strengths: tuple[Pair, ...]
    bonus: float | None
    difference: float | None
    """Of the totals: the strengths' own parts, the bonus's and what was shared out together."""

    reweighted: float | None
    """What missing scores and other weights did to the difference of the totals."""


def side_by_side(first: Tree, second: Tree) -> SideBySide:
    """`first` less `second`."""
    comparable = first.total is not None and second.total is not None
    strengths = _pairs(first.parts, second.parts, comparable)
    bonus = (first.bonus or 0) - (second.bonus or 0) if comparable else None
    difference = _less(first.total, second.total) if comparable else None
    reweighted = None
    if bonus is not None and difference is not None:
        reweighted = difference - bonus - math.fsum(pair.own or 0 for pair in strengths)
    return SideBySide(first, second, strengths, bonus, difference, reweighted)


def _pairs(first: Iterable[Node], second: Iterable[Node], comparable: bool) -> tuple[Pair, ...]:
    here, there = ({node.code: node for node in side} for side in (first, second))
    pairs = [
        _pair(code, here.get(code), there.get(code), comparable)
        for code in dict.fromkeys([*here, *there])
    ]
    return tuple(sorted(pairs, key=lambda pair: -abs(pair.difference or 0)))


def _pair(code: str, here: Node | None, there: Node | None, comparable: bool) -> Pair:
    ours, theirs = (None if side is None else side.points for side in (here, there))
    scores = [None if side is None else side.score for side in (here, there)]
    return Pair(
        code=code,
        first=here,
        second=there,
        difference=_less(ours, theirs) if comparable else None,
        change=None if None in scores else _less(*scores),
        own=_own(here, there) if comparable else None,
        parts=_pairs(_below(here), _below(there), comparable),
    )


def _own(here: Node | None, there: Node | None) -> float | None:
    """The change of the score at the mean of both full weights. What is silent earns nothing."""
    if here is None or there is None:
        return None
    first, second = (0.0 if node.is_silent else node.score for node in (here, there))
    if first is None or second is None:
        return None
    return (here.nominal + there.nominal) / 2 * (first - second) / 100


def _below(node: Node | None) -> list[Node]:
    """A strength's indicators; groups may differ where indicators do not."""
    return [] if node is None or node.level == "indicator" else list(node.indicators())


def _less(first: float | None, second: float | None) -> float:
    """What earned nothing because it does not count takes nothing away."""
    return (first or 0) - (second or 0)
