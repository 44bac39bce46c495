"""How a unit's score comes about: from its total down to every answer it rests on.

Nothing is computed again here: the parts are the engine's, and add up to its total.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

import pandas as pd

from assessment.framework.model import Framework, Part
from assessment.framework.period import Period
from assessment.kernel.actors import Actor
from assessment.kernel.codes import TOTAL
from assessment.kernel.disclosure import SMALLEST_GROUP
from assessment.scores.basis import refusals
from assessment.scores.basis.basis import Basis, DataSource
from assessment.scores.basis.scores import scores
from assessment.scoring.explain import explain, fields_of
from assessment.scoring.explanation_tree import Answer, Measure, Node, Peers, Tree
from assessment.store.memo import Identity, Memo
from assessment.units import scopes

KEPT = 64
"""Trees kept for each store, one of a unit in a period."""

_trees: Memo[Tree] = Memo(KEPT)

__all__ = ["Answer", "Explanation", "Measure", "Node", "Step", "Tree", "explanation", "fields_of"]
"""Pages read the tree; they get it from here."""

SMALLEST_MEDIAN = 3
"""A median of two would tell each of the two the other's value."""

PEERS_IN_RULE = frozenset(
    {"min_max", "distance_to_target", "distance_to_best", "distance_to_reference"}
    | {"share_of_maximum", "z_score"}
)
"""Methods whose formula has a peer's value in it: it is told, or the score can't be checked."""

ENDS_IN_RULE = {
    **dict.fromkeys(("min_max", "distance_to_best"), frozenset({"worst", "best"})),
    "share_of_maximum": frozenset({"best"}),
    "distance_to_target": frozenset({"worst"}),
    "distance_to_reference": frozenset({"worst", "reference"}),
}
"""Which single values each of them needs: no other is told to who sees some units only."""


@dataclass(frozen=True, slots=True)
class Step:
    """A bar of a waterfall: it starts where the one before has ended."""

    code: str
    """Of a strength, a group or an indicator; or `BASE`, `BONUS`, `TOTAL`."""

    kind: Literal["part", "bonus", "total"]
    start: float
    points: float | None
    """None where nothing is known: no bar, which is not a bar of 0."""

    lost: float | None


BASE, BONUS = "base", "bonus"


@dataclass(frozen=True, slots=True)
class Explanation:
    """One unit's scores in one period, opened."""

    tree: Tree

    @property
    def steps(self) -> list[Step]:
        """From 0 to the total, a strength at a time; empty where there is no total."""
        tree = self.tree
        if tree.base is None or tree.total is None:
            return []
        made = [*_steps(tree.parts), Step(BASE, "total", 0, tree.base, 0)]
        if tree.bonus:
            made.append(Step(BONUS, "bonus", tree.base, tree.bonus, 0))
            made.append(Step(TOTAL, "total", 0, tree.total, 0))
        return made

    def steps_of(self, strength: str) -> list[Step]:
        """From 0 to a strength's points, an indicator at a time; empty where it has none."""
        node = self.tree.strength(strength)
        if node is None or node.points is None:
            return []
        return [*_steps(node.indicators()), Step(strength, "total", 0, node.points, 0)]

    @property
    def points_lost(self) -> float | None:
        """Of 100, what the base score lacks."""
        lost = [part.lost for part in self.tree.parts if part.lost is not None]
        return None if self.tree.base is None else sum(lost)

    @property
    def unscored(self) -> list[str]:
        """Strengths that apply and have no score, in the framework's order."""
        applies = (part for part in self.tree.parts if part.state != "not_applicable")
        return [part.code for part in applies if part.score is None]

    @property
    def scored_weight(self) -> float | None:
        """Weight of the strengths with a score ÷ weight of those that apply. A total needs enough
        of it, however much was answered in the others."""
        applies = [part for part in self.tree.parts if part.state != "not_applicable"]
        whole = sum(part.weight for part in applies)
        scored = sum(part.weight for part in applies if part.score is not None)
        return scored / whole if whole else None

    def screened(self, framework: Framework) -> float | None:
        """What `Tree.screening` is held against: the completeness, or by number of indicators."""
        if framework.screening.counted == "weight":
            return self.tree.completeness
        counted = [n.completeness for n in self.tree.indicators() if n.weight > 0]
        applies = [share for share in counted if share is not None]
        return sum(applies) / len(applies) if applies else None

    @property
    def weakest(self) -> str:
        """The scored strength that keeps most of its weight from being earned; the first without
        scores."""
        parts = self.tree.parts
        return max(parts, key=_loss).code if parts else ""

    def lost(self, count: int, *, most: bool) -> list[Node]:
        """The `count` scored indicators that lost most points, or least of them and then earned
        most. One whose value is unknown lost nothing and earned nothing, and is in neither."""
        scored = [node for node in self.tree.indicators() if node.lost is not None]
        sign = -1 if most else 1
        return sorted(scored, key=lambda n: (sign * (n.lost or 0), -sign * (n.points or 0)))[:count]


def _loss(part: Node) -> float:
    return -1 if part.score is None else (100 - part.score) * part.weight


def _steps(parts: Iterable[Node]) -> Iterator[Step]:
    reached = 0.0
    for part in parts:
        yield Step(part.code, "part", reached, part.points, part.lost)
        reached += part.points or 0


def explanation(source: DataSource, actor: Actor, unit: str, period: str) -> Explanation:
    """Everything behind one unit's total. Raises `NotAllowed` out of scope, `Unknown`,
    `Unpublished`.

    Of others it tells how many there are and their median, and a single one's value only where
    the rule itself has it in its formula; to who sees some units only nothing of fewer than
    `SMALLEST_GROUP`.
    """
    actor.must("score.read", unit)
    here = source.at(actor, period)
    scopes.named(here.store, actor, unit)
    everyone = replace(actor, units=None)

    def explained() -> Tree:
        run = scores(source, everyone, period)
        return explain(run, here.framework, unit, _answers(here, unit, period))

    with refusals.kept_to(actor):
        tree = _trees.get(here.store, (Identity(here.framework), unit, period), explained)
    return Explanation(replace(tree, parts=tuple(_discreet(part, actor) for part in tree.parts)))


def _discreet(node: Node, actor: Actor) -> Node:
    measure = node.measure
    if measure is not None and measure.peers is not None:
        told = _told if actor.units is None else _told_outside
        measure = replace(measure, peers=told(measure, measure.peers))
    parts = tuple(_discreet(part, actor) for part in node.parts)
    return replace(node, parts=parts, measure=measure)


def _told_outside(measure: Measure, peers: Peers) -> Peers:
    """To who sees some units only."""
    few = peers.size < SMALLEST_GROUP
    needed = frozenset() if few else ENDS_IN_RULE.get(measure.rule.method, frozenset())
    low, high = ("worst", "best") if measure.rule.direction == "up" else ("best", "worst")
    return replace(
        peers,
        lowest=peers.lowest if low in needed else None,
        highest=peers.highest if high in needed else None,
        reference=peers.reference if "reference" in needed else None,
        mean=None if few else peers.mean,
        deviation=None if few else peers.deviation,
        median=None if few else peers.median,
        withheld=few,
    )


def _told(measure: Measure, peers: Peers) -> Peers:
    if measure.rule.method in PEERS_IN_RULE:
        return peers
    few = peers.size < SMALLEST_MEDIAN
    return replace(
        peers,
        lowest=None,
        highest=None,
        mean=None if few else peers.mean,
        deviation=None if few else peers.deviation,
        median=None if few else peers.median,
    )


def group_titles(framework: Framework) -> dict[str, Part]:
    """Every group at any depth by its code."""

    def within(part: Part) -> Iterator[tuple[str, Part]]:
        for group in part.groups:
            yield group.code, group
            yield from within(group)

    return {code: part for strength in framework.strengths for code, part in within(strength)}


def _answers(here: Basis, unit: str, period: str) -> pd.DataFrame:
    """What was said now, and beside it what was said in the period before."""
    now = here.store.frame("county_answer", unit=unit, period=period)
    before = here.store.frame("county_answer", unit=unit, period=Period.of(period).previous)
    before = before[["field", "state", "value"]].rename(
        columns={"state": "previous_state", "value": "previous_value"}
    )
    return now.merge(before, on="field", how="outer")
