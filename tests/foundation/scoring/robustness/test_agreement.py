"""With nothing doubted, the simulation's numbers are the engine's."""

from collections.abc import Callable

import numpy as np
import pytest

from assessment.kernel.codes import TOTAL
from assessment.scoring.robustness import evaluating, ranking, simulation
from assessment.scoring.robustness.panel import Panel
from assessment.scoring.robustness.reading import Reading
from assessment.scoring.robustness.settings import DOUBTS, Settings
from tests.foundation.naive import province
from tests.foundation.naive.province import Province
from tests.foundation.naive.random_frameworks import Case, case
from tests.foundation.naive.refusal import Refused
from tests.foundation.naive.silent_frameworks import silent_case
from tests.foundation.scoring.robustness import worlds

CASES = range(200)


def scored(panel: Panel, what: str) -> dict[str, float]:
    """At the framework's own weights."""
    reading, tree = Reading.of(panel, what), panel.tree
    (scores,) = evaluating.scores(reading, tree.leaf_weights[None], tree.level_weights[None])
    units = np.array(panel.units)[reading.ranked]
    return dict(zip(units.tolist(), scores.tolist(), strict=True))


def known(found: Province, what: str) -> dict[str, float]:
    if what == TOTAL:
        return {unit: each.total for unit, each in found.totals.items() if each.total is not None}
    return {
        unit: part.score
        for unit, tree in found.trees.items()
        for part in tree.children
        if part.code == what and part.score is not None
    }


@pytest.mark.parametrize("made", [case, silent_case], ids=["reweighted", "without_points"])
@pytest.mark.parametrize("chunk", range(4))
def test_scores_and_ranks_at_the_framework_s_own_weights(
    chunk: int, made: Callable[[int], Case]
) -> None:
    compared, deep = 0, 0
    for seed in CASES[chunk::4]:
        given = made(seed)
        try:
            found = province.score(given.framework, given.rows, given.units, given.period)
        except Refused:
            continue
        panel = worlds.naive(given, found)
        for what in (TOTAL, *(level.code for level in panel.tree.strengths)):
            expected, ours = known(found, what), scored(panel, what)
            assert ours == pytest.approx(expected, rel=1e-9, abs=1e-9), (seed, what)
            places = ranking.ranks(np.array([list(ours.values())]))[0]
            ranks = found.ranks.get(what, {}).get("all", {})
            assert dict(zip(ours, places, strict=True)) == {u: ranks[u] for u in ours}, seed
            compared += len(ours)
        deep += any(level.parts for strength in panel.tree.strengths for level in strength.within())
    assert compared > 300
    assert deep > 5


def test_every_way_keeps_who_is_ranked_and_gives_everyone_a_place() -> None:
    settings = Settings(frozenset(DOUBTS), draws=60)
    for seed in CASES[:60]:
        given = case(seed)
        try:
            found = province.score(given.framework, given.rows, given.units, given.period)
        except Refused:
            continue
        panel = worlds.naive(given, found)
        done = simulation.simulate(panel, settings)
        units = done.units
        assert set(units["unit"]) == set(known(found, TOTAL)), seed
        assert set(done.unranked) == {u.unit for u in given.units} - set(units["unit"])
        if len(units):
            assert units["low"].min() >= 1
            assert units["high"].max() <= len(units)
            assert (units["low"] <= units["median"]).all()
            assert (units["median"] <= units["high"]).all()
