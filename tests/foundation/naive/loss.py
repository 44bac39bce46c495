"""Points a unit earned and lost, part by part: together its base score and what it lacks of 100.

f(u) is what a level adds up: u − 1, ln u or (u^p − 1)/p. Near u = 1 all three are u − 1, so each is
kept as `bend · (u − 1)` with a bend of 1 there; then nothing is ever divided by zero.
"""

from math import expm1, fsum, log1p

from assessment.framework.model import Aggregation
from tests.foundation.naive.level import Node


def share_out(total: Node) -> None:
    """Set `share` and `lost` of every part that counts towards a known total."""
    if total.score is None:
        return
    total.share, total.lost = 100.0, 100 - total.score
    _share_out(total, 100 / _bend(total.aggregation, total.score))


def _share_out(node: Node, rate: float) -> None:
    """`rate` is what one lost unit of f costs here in points of the total."""
    known = [c for c in node.children if c.score is not None or c.silent]
    whole = fsum(c.weight for c in known)
    for child in known:
        if child.weight == 0:
            _counts_for_nothing(child)
            continue
        weight = child.weight / whole
        score = 0.0 if child.silent else child.score
        bend = _bend(node.aggregation, score)
        child.share = node.share * weight
        child.lost = rate * weight * bend * (100 - score) / 100
        if child.silent:
            _lose_all(child)
            continue
        if child.kind != "indicator":
            _share_out(child, rate * weight * bend / _bend(child.aggregation, child.score))


def _lose_all(node: Node) -> None:
    """What is in a part without points shares its loss by weight."""
    counted = [c for c in node.children if c.score is not None or c.silent]
    whole = fsum(c.weight for c in counted)
    for child in counted:
        child.share = node.share * child.weight / whole
        child.lost = node.lost * child.weight / whole
        _lose_all(child)


def _counts_for_nothing(node: Node) -> None:
    """What weighs nothing has nothing to earn and nothing to lose, if it has a score at all."""
    if node.score is None and not node.silent:
        return
    node.share = node.lost = 0.0
    for child in node.children:
        _counts_for_nothing(child)


def _bend(aggregation: Aggregation, score: float) -> float:
    d = (score - 100) / 100
    if aggregation.method == "arithmetic" or d == 0:
        return 1.0
    if aggregation.method == "geometric":
        return log1p(d) / d
    p = -1.0 if aggregation.method == "harmonic" else float(aggregation.power)
    return 1 / p if d == -1 else expm1(p * log1p(d)) / (p * d)
