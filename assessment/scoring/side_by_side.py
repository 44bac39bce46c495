"""Two explanations side by side: what each part earned here and there, and the difference.

Differences of parts add up to the difference of the whole, so a part that counts on one side only
differs by all that it earned there. That is not a 0 on the other side: `Pair.missing` tells why.
"""

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
    """Points of the first less those of the second; None where a side has no total."""

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
    """Of the totals: the strengths' differences and the bonus's together."""


def side_by_side(first: Tree, second: Tree) -> SideBySide:
    """`first` less `second`."""
    comparable = first.total is not None and second.total is not None
    return SideBySide(
        first=first,
        second=second,
        strengths=_pairs(first.parts, second.parts, comparable),
        bonus=(first.bonus or 0) - (second.bonus or 0) if comparable else None,
        difference=_less(first.total, second.total) if comparable else None,
    )


def _pairs(first: Iterable[Node], second: Iterable[Node], comparable: bool) -> tuple[Pair, ...]:
    here, there = ({node.code: node for node in side} for side in (first, second))
    pairs = [
        _pair(code, here.get(code), there.get(code), comparable)
        for code in dict.fromkeys([*here, *there])
    ]
    return tuple(sorted(pairs, key=lambda pair: -abs(pair.difference or 0)))


def _pair(code: str, here: Node | None, there: Node | None, comparable: bool) -> Pair:
    ours, theirs = (None if side is None else side.points for side in (here, there))
    return Pair(
        code=code,
        first=here,
        second=there,
        difference=_less(ours, theirs) if comparable else None,
        parts=_pairs(_below(here), _below(there), comparable),
    )


def _below(node: Node | None) -> list[Node]:
    """A strength's indicators; groups may differ where indicators do not."""
    return [] if node is None or node.level == "indicator" else list(node.indicators())


def _less(first: float | None, second: float | None) -> float:
    """What earned nothing because it does not count takes nothing away."""
    return (first or 0) - (second or 0)
