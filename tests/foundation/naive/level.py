"""One level to the next: children's scores to their parent's."""

from dataclasses import dataclass, field
from math import exp, fsum, log
from typing import Literal

from assessment.framework.model import Aggregation, Framework, Part
from tests.foundation.naive.indicator import Cell
from tests.foundation.naive.refusal import Refusals
from tests.foundation.naive.value import State

SLACK = 1e-9


@dataclass
class Node:
    """An indicator, group, strength or, at the root, the total of one unit."""

    kind: Literal["indicator", "group", "strength", "total"]
    code: str
    weight: float
    state: State
    score: float | None = None
    completeness: float | None = None
    """None where nothing applies."""

    scored: float | None = None
    """The share of what applies, as the level counts, that has a score."""

    silent: bool = False
    """Whether it is missing and its weight stays above, earning nothing."""

    aggregation: Aggregation = field(default_factory=Aggregation)
    children: list["Node"] = field(default_factory=list)
    share: float | None = None
    lost: float | None = None

    def leaves(self) -> list["Node"]:
        """Its indicators that weigh something all the way up."""
        if self.kind == "indicator":
            return [self]
        return [leaf for child in self.children if child.weight > 0 for leaf in child.leaves()]

    def nodes(self) -> list["Node"]:
        return [self, *(node for child in self.children for node in child.nodes())]


def tree_of(
    framework: Framework, cells: dict[str, Cell], unit: str, period: str, refusals: Refusals
) -> Node:
    """One unit's whole tree, from the indicators up."""
    children = [
        part_of(framework, strength, "strength", cells, unit, period, refusals)
        for strength in framework.strengths
        if any(strength.asked(period))
    ]
    total = Node("total", "total", 0, "missing", aggregation=framework.aggregation)
    total.children = children
    combine(total, framework, unit, period, refusals)
    return total


def part_of(
    framework: Framework,
    part: Part,
    kind: Literal["group", "strength"],
    cells: dict[str, Cell],
    unit: str,
    period: str,
    refusals: Refusals,
) -> Node:
    node = Node(kind, part.code, float(part.weight.at(period)), "missing")
    node.aggregation = part.aggregation
    node.children = [
        part_of(framework, group, "group", cells, unit, period, refusals)
        for group in part.groups
        if any(group.asked(period))
    ]
    for indicator in part.indicators:
        if indicator.asked_in(period):
            cell = cells[indicator.code]
            leaf = Node("indicator", indicator.code, float(indicator.weight.at(period)), "missing")
            leaf.state, leaf.score = cell.given.state, cell.score
            if leaf.state != "not_applicable":
                leaf.completeness = 1.0 if leaf.state == "value" else 0.0
            leaf.silent = leaf.state == "missing" and _keeps_weight(framework, period)
            node.children.append(leaf)
    combine(node, framework, unit, period, refusals)
    return node


def combine(node: Node, framework: Framework, unit: str, period: str, refusals: Refusals) -> None:
    apply = [c for c in node.children if c.state != "not_applicable" and c.weight > 0]
    if not apply:
        node.state = "not_applicable" if node.children else "missing"
        return
    node.completeness = fsum(c.weight * (c.completeness or 0) for c in apply) / fsum(
        c.weight for c in apply
    )
    known = [c for c in apply if c.score is not None]
    silent = [c for c in apply if c.silent]
    node.silent = bool(silent) and _keeps_weight(framework, period)
    node.scored = _share(known, apply, node.aggregation.counted)
    wanted = node.aggregation.threshold or framework.completeness_threshold
    if not known or node.scored < wanted.at(period) - SLACK:
        return
    if node.kind == "total" and _lacks_a_strength(framework, period, known, apply):
        return
    if node.kind == "total" and not _enough_data(node, framework, period):
        return
    bad = [c for c in known if not _fits(node.aggregation, c.score)]
    for child in bad:
        refusals.add(child.code, [unit])
    if not bad:
        node.score = mean_of(node.aggregation, known, fsum(c.weight for c in silent))
        node.state, node.silent = "value", False


def _keeps_weight(framework: Framework, period: str) -> bool:
    return framework.unanswered.at(period) == "no_points"


def _lacks_a_strength(
    framework: Framework, period: str, known: list[Node], apply: list[Node]
) -> bool:
    return framework.total_needs.at(period) == "all_strengths" and len(known) < len(apply)


def _share(known: list[Node], apply: list[Node], counted: str) -> float:
    if counted == "children":
        return len(known) / len(apply)
    return fsum(c.weight for c in known) / fsum(c.weight for c in apply)


def _fits(aggregation: Aggregation, score: float) -> bool:
    match aggregation.method:
        case "arithmetic":
            return True
        case "generalised" if aggregation.power > 0:
            return score >= 0
    return score > 0


def mean_of(aggregation: Aggregation, known: list[Node], silent: float = 0.0) -> float:
    """`silent` is the weight that is in the mean and earns nothing."""
    whole = fsum(c.weight for c in known) + silent
    parts = [(c.weight / whole, c.score) for c in known]
    match aggregation.method:
        case "arithmetic":
            return fsum(w * s for w, s in parts)
        case "geometric":
            return exp(fsum(w * log(s) for w, s in parts))
        case "harmonic":
            return 1 / fsum(w / s for w, s in parts)
    p = aggregation.power
    return fsum(w * s**p for w, s in parts) ** (1 / p)


def _enough_data(total: Node, framework: Framework, period: str) -> bool:
    screening = framework.screening
    wanted = (screening.at_least or framework.completeness_threshold).at(period)
    if screening.counted == "weight":
        return total.completeness >= wanted - SLACK
    apply = [leaf for leaf in total.leaves() if leaf.state != "not_applicable"]
    return sum(leaf.state == "value" for leaf in apply) / len(apply) >= wanted - SLACK
