"""Scores worked out again from nothing but what an explanation says.

As somebody with the page and a calculator would: the rule's numbers, the value, the peers' values.
"""

import math
from collections.abc import Iterator
from typing import Any

from assessment.scoring.explanation_tree import Measure, Node, Tree

SLACK = 1e-9
TIE = {"min": 0.0, "mid": 0.5, "max": 1.0}


def score(measure: Measure) -> float | None:  # noqa: PLR0911 - one per method
    """What the rule makes of the value; None where the page doesn't tell enough (see `Peers`)."""
    rule = measure.rule
    numbers: dict[str, Any] = dict(rule.parameters)
    if measure.compared is None or measure.imputed == "own_mean":
        return None
    sign = 1 if rule.direction == "up" else -1
    z = sign * measure.compared

    def end(given: float) -> float:
        if rule.treatment == "log":
            return sign * math.log(given + float(str(rule.treated_with["offset"])))
        return sign * given

    match rule.method:
        case "target":
            return _clip(100 * _share(z, end(numbers["floor"]), end(numbers["target"])), 100)
        case "goalposts":
            points = numbers["points"]
            line = points * _share(z, end(numbers["worst"]), end(numbers["best"]))
            return _clip(line, points) if numbers["beyond"] == "clipped" else line
        case "bands":
            return _in_bands(measure.compared, numbers["bands"])
        case "linear":
            return float(numbers["factor"] * measure.compared + numbers["offset"])
        case "percentile" | "percentile_rank" | "rank" | "borda":
            return _by_place(measure, str(numbers["ties"]))
    return _among_peers(measure, sign, z, end)


def _among_peers(  # noqa: PLR0911 - one per method
    measure: Measure, sign: int, z: float, end: Any
) -> float | None:
    peers, numbers = measure.peers, dict(measure.rule.parameters)
    assert peers is not None
    low, high = sorted(sign * x for x in (peers.lowest, peers.highest) if x is not None)
    match measure.rule.method:
        case "min_max":
            span = float(str(numbers["high"])) - float(str(numbers["low"]))
            if high == low:
                return float(str(numbers["low"])) + span / 2
            return float(str(numbers["low"])) + span * (z - low) / (high - low)
        case "z_score":
            assert peers.mean is not None
            mean, deviation = (float(str(numbers[name])) for name in ("mean", "deviation"))
            if not peers.deviation:
                return mean
            return mean + deviation * (z - sign * peers.mean) / peers.deviation
        case "distance_to_best":
            return 100 if high == low else 100 * (1 - (high - z) / (high - low))
        case "share_of_maximum":
            return 100 * z / high
        case "distance_to_target" | "distance_to_reference":
            goal = end(numbers["target"]) if "target" in numbers else sign * (peers.reference or 0)
            clipped = numbers["beyond"] == "clipped"
            if goal <= low:
                return 100 if clipped else None
            far = 100 * (1 - (goal - z) / (goal - low))
            return min(far, 100) if clipped else far
    raise NotImplementedError(measure.rule.method)


def _by_place(measure: Measure, ties: str) -> float | None:
    peers = measure.peers
    if peers is None or peers.worse is None or peers.equal is None:
        return None
    if measure.rule.method == "percentile":
        return 100 * (peers.worse + TIE[ties] * peers.equal) / peers.size
    equal = max(peers.equal, 1)
    place = {"min": 1.0, "mid": (equal + 1) / 2, "max": float(equal)}[ties] + peers.worse
    place = min(max(place, 1), peers.size)
    match measure.rule.method:
        case "rank":
            return place
        case "borda":
            return place - 1
    return 50 if peers.size == 1 else 100 * (place - 1) / (peers.size - 1)


def _share(z: float, worst: float, best: float) -> float:
    return (z - worst) / (best - worst)


def _clip(line: float, most: float) -> float:
    return min(max(line, 0), most)


def _in_bands(value: float, bands: Any) -> float:
    """The nearest end's points outside; inside, the step or the line of its band."""
    for start, end, points in bands:
        ends = points if isinstance(points, tuple) else (points, points)
        if start is not None and value + SLACK < start:
            return float(ends[0])
        if end is None or value + SLACK < end:
            if ends[0] == ends[1]:
                return float(ends[0])
            line = ends[0] + (value - start) / (end - start) * (ends[1] - ends[0])
            return float(min(max(line, min(ends)), max(ends)))
    return float(ends[1])


def sums(tree: Tree) -> Iterator[tuple[str, float, float]]:
    """Each sum a reader could add up: where, what it comes to, and what it should."""
    if tree.base is None or tree.total is None or tree.bonus is None:
        return
    yield from _of_parts("total", tree.parts, tree.base, 100.0)
    yield "total", tree.base + tree.bonus, tree.total
    for node in tree.nodes():
        if node.points is not None and node.lost is not None and node.share is not None:
            yield node.code, node.points + node.lost, node.share
            if node.parts:
                yield from _of_parts(node.code, node.parts, node.points, node.share)


def _of_parts(
    code: str, parts: tuple[Node, ...], points: float, share: float
) -> Iterator[tuple[str, float, float]]:
    yield code, math.fsum(part.points or 0 for part in parts), points
    yield code, math.fsum(part.share or 0 for part in parts), share
    yield code, math.fsum(part.lost or 0 for part in parts), share - points
