"""The explanation of a unit's score as objects: a tree from the total down to every answer.

Points and losses of a node's parts add up to the node's own. Rules are codes and numbers here.
Unknown is None, never zero, and then a node has no points either.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Split = Literal["arithmetic", "log", "reciprocal", "power"]
"""How a level's loss is divided among its parts: by the score itself, by its logarithm, its
reciprocal or its power. Only of the first is a part's loss its own shortfall times its share."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What counts for one field, who filed it and when."""

    field: str
    state: str
    """`value`, `not_applicable`, `missing` or `unavailable`; missing where it does not count."""

    value: float | None
    filed_by: str | None = None
    filed_at: datetime | None = None
    file_name: str | None = None
    evidence: str | None = None
    note: str | None = None
    previous_state: str = "missing"
    previous_value: float | None = None
    reported_state: str = "missing"
    reported_value: float | None = None
    """What the unit said itself."""

    verdict: str | None = None
    """A reviewer's: `accepted` or `corrected`; `not_counted` where only verified answers count and
    this one is not; None where it counts on the unit's own word."""

    verified_by: str | None = None
    verified_at: datetime | None = None
    verdict_note: str | None = None
    """Who verified it, when, and why another value than the reported one counts."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How a value becomes a score: a method and its numbers, as they hold in the period."""

    method: str
    parameters: Mapping[str, object]
    direction: str
    treatment: str | None
    treated_with: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Peers:
    """The real values a value is compared with. Those with numbers are `Measure.compared`'s: after
    treatment, before direction."""

    pool: str
    """`all`, `peer_group` or `prefecture`."""

    key: str | None
    size: int
    lowest: float | None = None
    highest: float | None = None
    mean: float | None = None
    deviation: float | None = None
    median: float | None = None
    reference: float | None = None
    worse: int | None = None
    equal: int | None = None
    """How many score lower and how many the same, itself among them if it is real. None where
    earlier periods are compared with too."""

    withheld: bool = False
    """Whether there are so few that the numbers above are kept from who sees some units only."""


@dataclass(frozen=True, slots=True)
class Measure:
    """An indicator's own part of the tree: from the answers to the score."""

    formula: str
    value: float | None
    reason: str | None
    """Why there is no value."""

    compared: float | None
    """What the rule acts on: the value, or its logarithm, drawn in where it was extreme."""

    drawn_in: bool
    imputed: str | None
    imputed_value: float | None
    percentile: float | None
    rule: Rule
    peers: Peers | None
    answers: tuple[Answer, ...]

    def in_units(self, compared: float | None) -> float | None:
        """A number of `compared`'s kind in the value's own units."""
        if compared is None or self.rule.treatment != "log":
            return compared
        return math.exp(compared) - float(str(self.rule.treated_with["offset"]))


@dataclass(frozen=True, slots=True)
class Node:
    """A strength, a group or an indicator."""

    level: Literal["strength", "group", "indicator"]
    code: str
    weight: float
    """The framework's, relative to its neighbours."""

    share: float | None
    """Of the unit's 100, after what does not count was shared out."""

    nominal: float
    """What its share would be if everything beside and above it had a score."""

    score: float | None
    points: float | None
    lost: float | None
    """points + lost = share."""

    state: str
    completeness: float | None
    """Weight really answered ÷ weight applicable."""

    scored: float | None
    """Share of its applicable parts that have a score."""

    threshold: float | None
    """What `scored` has to reach for a score; None for an indicator."""

    rank: int | None = None
    split: Split = "arithmetic"
    parts: tuple["Node", ...] = ()
    measure: Measure | None = None
    """Of an indicator."""

    is_silent: bool = False
    """Whether it has no score, keeps its weight and earns nothing: 未提供，不得分."""

    def nodes(self) -> Iterator["Node"]:
        """Itself and all below it, each before what is in it."""
        yield self
        for part in self.parts:
            yield from part.nodes()

    def indicators(self) -> Iterator["Node"]:
        return (node for node in self.nodes() if node.level == "indicator")


@dataclass(frozen=True, slots=True)
class Tree:
    """One unit's total in one period, opened. `base` + `bonus` = `total`."""

    unit: str
    period: str
    base: float | None
    bonus_earned: float | None
    bonus: float | None
    total: float | None
    completeness: float | None
    grade: str | None
    vetoed: bool
    threshold: float
    """Share of the strengths that must have a score."""

    screening: float
    """Completeness, or share of indicators, that a total takes."""

    split: Split
    parts: tuple[Node, ...]

    def nodes(self) -> Iterator[Node]:
        for part in self.parts:
            yield from part.nodes()

    def indicators(self) -> Iterator[Node]:
        return (node for node in self.nodes() if node.level == "indicator")

    def strength(self, code: str) -> Node | None:
        return next((part for part in self.parts if part.code == code), None)

    def is_plain_down_to(self, code: str) -> bool:
        """Whether every level above an indicator is a weighted arithmetic mean that has a score.
        Only then are its points its score times its share."""
        above = [node for node in self.nodes() if any(leaf.code == code for leaf in node.nodes())]
        return self.split == "arithmetic" and all(
            node.split == "arithmetic" and not node.is_silent for node in above
        )
