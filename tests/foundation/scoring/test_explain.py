"""Explanations add up, and whoever follows one by hand arrives at the engine's score."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import pandas as pd
import pytest

from assessment.errors import Unscorable
from assessment.scoring.explain import explain
from assessment.scoring.explanation_tree import Node, Tree
from assessment.scoring.in_memory import ANSWER, UNIT, score_frames
from assessment.scoring.side_by_side import side_by_side
from tests.foundation.naive.random_frameworks import Case, case
from tests.foundation.naive.silent_frameworks import silent_case
from tests.foundation.scoring import recomputed

SEEDS = range(0, 120, 2)
SILENT = range(0, 40, 2)
"""Of frameworks where what is missing earns no points."""


def trees(given: Case) -> list[Tree]:
    """Every unit's; none where the case can't be scored."""
    places = [(u.unit, u.prefecture, u.peer_group) for u in given.units]
    answers = pd.DataFrame(given.rows, columns=list(ANSWER))
    try:
        run = score_frames(
            given.framework, answers, pd.DataFrame(places, columns=list(UNIT)), given.period
        )
    except Unscorable:
        return []
    return [explain(run, given.framework, unit.unit) for unit in given.units]


@pytest.fixture(scope="module")
def opened() -> list[tuple[int, list[Tree]]]:
    made = [(seed, trees(case(seed))) for seed in SEEDS]
    return made + [(seed, trees(silent_case(seed))) for seed in SILENT]


def near(value: float) -> object:
    return pytest.approx(value, abs=1e-9, rel=1e-9)


def test_parts_add_up_at_every_node_however_levels_are_put_together(
    opened: list[tuple[int, list[Tree]]],
) -> None:
    seen: Counter[str] = Counter()
    for seed, all_trees in opened:
        for tree in all_trees:
            for code, found, expected in recomputed.sums(tree):
                assert found == near(expected), (seed, tree.unit, code)
                seen["sums"] += 1
            if tree.base is not None:
                nodes = [node for node in tree.nodes() if node.points is not None]
                seen.update([tree.split, *(node.split for node in nodes if node.parts)])
                seen.update(node.level for node in nodes)
    assert seen.keys() >= {"arithmetic", "log", "reciprocal", "power", "group"}, seen
    assert seen["sums"] > 1000


def test_every_score_follows_from_the_numbers_that_are_told(
    opened: list[tuple[int, list[Tree]]],
) -> None:
    followed: Counter[str] = Counter()
    for seed, all_trees in opened:
        for tree in all_trees:
            for node in tree.indicators():
                assert node.measure is not None
                expected = None if node.score is None else recomputed.score(node.measure)
                if expected is not None:
                    assert node.score == near(expected), (seed, tree.unit, node)
                    followed[node.measure.rule.method] += 1
    assert len(followed) == 14, followed


def test_points_are_score_times_share_wherever_it_is_said_so(
    opened: list[tuple[int, list[Tree]]],
) -> None:
    plain = 0
    for seed, all_trees in opened:
        for tree in all_trees:
            for node in tree.indicators():
                if node.share and node.score is not None and tree.is_plain_down_to(node.code):
                    assert node.points == near(node.score * node.share / 100), (seed, node)
                    plain += 1
    assert plain > 100


def test_what_was_not_filed_is_marked_wherever_something_stands_in_for_it(
    opened: list[tuple[int, list[Tree]]],
) -> None:
    marked = 0
    for _, all_trees in opened:
        for tree in all_trees:
            for node in tree.indicators():
                assert node.measure is not None
                stands_in = node.score is not None and node.measure.value is None
                assert stands_in == (node.measure.imputed is not None)
                marked += stands_in
                if stands_in:
                    assert node.completeness == 0
    assert marked > 10


def test_an_unknown_total_gives_nothing_points(opened: list[tuple[int, list[Tree]]]) -> None:
    unknown = 0
    for _, all_trees in opened:
        for tree in all_trees:
            if tree.base is None:
                points = {(n.share, n.points, n.lost) for n in tree.nodes()}
                assert points <= {(None, None, None)}
                unknown += 1
    assert unknown > 10


def pairs(opened: list[tuple[int, list[Tree]]]) -> Iterator[tuple[Tree, Tree]]:
    for _, all_trees in opened:
        yield from pairwise(all_trees)


def test_differences_of_parts_add_up_to_the_difference_of_totals(
    opened: list[tuple[int, list[Tree]]],
) -> None:
    compared = 0
    for first, second in pairs(opened):
        beside = side_by_side(first, second)
        if beside.difference is None or beside.bonus is None:
            assert first.total is None or second.total is None
            assert {pair.difference for pair in beside.strengths} <= {None}
            continue
        whole = sum(pair.difference or 0 for pair in beside.strengths) + beside.bonus
        assert whole == near(beside.difference)
        for pair in beside.strengths:
            assert sum(part.difference or 0 for part in pair.parts) == near(pair.difference or 0)
        compared += 1
    assert compared > 50


def strength(code: str, nominal: float, share: float | None, score: float | None) -> Node:
    points = None if score is None or share is None else score * share / 100
    lost = None if points is None or share is None else share - points
    state = "missing" if score is None else "value"
    return Node(
        *("strength", code, nominal, share, nominal, score, points, lost, state, 1.0, 1.0, 0.8)
    )


def tree(total: float, *parts: Node) -> Tree:
    return Tree(
        "430626", "2024", total, 0, 0, total, 1.0, None, False, 0.5, 0.5, "arithmetic", parts
    )


def test_a_better_score_is_no_loss_where_a_strength_is_missing_on_one_side() -> None:
    """By hand: A weighs 60 and B 40. Last year A had 70 and B nothing, so A was all of the 70."""
    now = tree(68, strength("a", 60, 60, 80), strength("b", 40, 40, 50))
    before = tree(70, strength("a", 60, 100, 70), strength("b", 40, None, None))
    beside = side_by_side(now, before)
    a, b = sorted(beside.strengths, key=lambda pair: pair.code)
    assert a.difference == near(48 - 70), "points alone make a fall of a rise"
    assert (a.change, a.own) == (near(10), near(6))
    assert (b.change, b.own) == (None, None)
    assert (beside.difference, beside.reweighted) == (near(-2), near(-8))


def test_no_part_has_the_opposite_sign_of_its_change(opened: list[tuple[int, list[Tree]]]) -> None:
    compared = 0
    for first, second in pairs(opened):
        beside = side_by_side(first, second)
        if beside.difference is None or beside.bonus is None or beside.reweighted is None:
            continue
        whole = sum(pair.own or 0 for pair in beside.strengths)
        assert whole + beside.bonus + beside.reweighted == near(beside.difference)
        for strength_pair in beside.strengths:
            for pair in (strength_pair, *strength_pair.parts):
                if pair.own is not None and pair.change is not None:
                    assert pair.own * pair.change >= 0
                    compared += 1
    assert compared > 50
