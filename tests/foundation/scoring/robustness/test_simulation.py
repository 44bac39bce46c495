"""Rank intervals small enough to check by hand."""

import numpy as np
import pytest

from assessment.kernel.codes import TOTAL
from assessment.scoring.robustness import evaluating, leave_one_out, ranking, simulation
from assessment.scoring.robustness.reading import Reading
from assessment.scoring.robustness.sampling import Offers
from assessment.scoring.robustness.settings import DOUBTS, Missing, Settings, Ways
from tests.foundation.scoring.robustness.worlds import Table, panel, small

WEIGHTS = Settings(frozenset({"weights"}), draws=400)
ALL = Settings(frozenset(DOUBTS), draws=400)
ONE = {"a": {"a1": 1.0, "a2": 1.0}}

CROSSED: Table = {"first": {"a1": 100, "a2": 40}, "second": {"a1": 20, "a2": 100}}
"""Ahead by ten at equal weights; the second leads where a2 weighs more than 4⁄3 of a1."""


def test_the_share_of_draws_that_turn_the_order_is_the_area_where_weights_do() -> None:
    """u, v even in ¾…1¼: v > 4⁄3·u is a triangle, ½·(1¼ − 1)·(15⁄16 − ¾) of ¼."""
    done = simulation.simulate(
        panel(small(ONE), CROSSED), Settings(frozenset({"weights"}), draws=20_000, k=1)
    ).units.set_index("unit")
    turned = 0.5 * 0.25 * (15 / 16 - 0.75) / 0.25
    assert done.loc["second", "top"] == pytest.approx(turned, abs=0.007)
    assert done.loc["first", "bottom"] == pytest.approx(turned, abs=0.007)
    assert done.loc["first", "mean"] == pytest.approx(1 + turned, abs=0.007)
    assert done[["low", "median", "high"]].to_numpy().tolist() == [[1, 1, 2], [1, 2, 2]]
    assert done[["first_letter", "last_letter"]].to_numpy().tolist() == [[0, 0], [0, 0]]


@pytest.mark.parametrize("share", [0.0, 0.05])
def test_a_lead_that_the_weights_cannot_turn_is_a_rank_and_no_interval(share: float) -> None:
    done = simulation.simulate(
        panel(small(ONE), CROSSED), Settings(frozenset({"weights"}), share=share, draws=200)
    )
    assert (done.units["low"] == done.units["rank"]).all()
    assert (done.units["high"] == done.units["rank"]).all()
    assert done.shift == 0
    assert done.units["first_letter"].tolist() == [0, 1], "nothing in common"


def test_who_is_behind_everywhere_is_never_ahead_whatever_is_doubted() -> None:
    points: Table = {
        "best": {"a1": 90, "a2": 80, "b1": 70},
        "worse": {"a1": 80, "a2": 70, "b1": 60},
        "other": {"a1": 10, "a2": 95, "b1": 95},
    }
    world = panel(small({"a": {"a1": 1, "a2": 3}, "b": {"b1": 1}}), points)
    settings = Settings(frozenset(DOUBTS), share=0.9, draws=500)
    done = simulation.simulate(world, settings).units.set_index("unit")
    assert done.loc["worse", "low"] >= 2
    assert done.loc["worse", "top"] == 1, "of three, all are among the first ten"
    assert done.loc["best", "mean"] < done.loc["worse", "mean"]


def test_equal_counties_share_rank_interval_and_letters() -> None:
    points: Table = {**CROSSED, "twin": CROSSED["first"]}
    done = simulation.simulate(panel(small(ONE), points), ALL).units.set_index("unit")
    assert done.loc["first"].drop("score").equals(done.loc["twin"].drop("score"))
    assert done.loc["second", "rank"] == 3, "a shared rank takes up two"


def test_the_same_seed_gives_the_same_bits_and_another_does_not() -> None:
    world = panel(small(ONE), CROSSED)
    one, again = (simulation.simulate(world, ALL).units for _ in range(2))
    assert one.equals(again)
    other = Settings(frozenset(DOUBTS), draws=400, seed=7)
    assert not simulation.simulate(world, other).units.equals(one)


def test_to_switch_one_doubt_off_leaves_what_the_others_draw() -> None:
    world = panel(small(ONE), CROSSED)
    twice = Settings(frozenset({"weights", "missing"}), draws=400)
    assert simulation.simulate(world, twice).units.equals(simulation.simulate(world, WEIGHTS).units)


def test_who_has_no_total_stays_out_and_is_said_to() -> None:
    points: Table = {**CROSSED, "silent": {"a1": None, "a2": None}}
    for settings in (WEIGHTS, ALL):
        done = simulation.simulate(panel(small(ONE), points), settings)
        assert done.unranked == ("silent",)
        assert done.units["high"].max() == 2
    nobody = simulation.simulate(panel(small(ONE), {"silent": {"a1": None}}), ALL)
    assert nobody.units.empty
    assert nobody.shift is None


def test_one_county_alone_is_first_for_certain() -> None:
    done = simulation.simulate(panel(small(ONE), {"only": CROSSED["first"]}), ALL).units.iloc[0]
    assert done[["rank", "low", "high", "top", "bottom"]].tolist() == [1, 1, 1, 1, 1]


def test_a_missing_answer_filled_in_moves_only_who_is_silent() -> None:
    """The gap shared out: 100; with the mean of the others, 20: (100 + 20) ÷ 2."""
    points: Table = {"gap": {"a1": 100, "a2": None}, "full": {"a1": 90, "a2": 20}}
    world = panel(small(ONE), points)
    tree = world.tree
    for missing, expected in (("reweight", [100, 55]), ("mean", [60, 55])):
        reading = Reading.of(world, TOTAL, Ways(missing=missing))
        found = evaluating.scores(reading, tree.leaf_weights[None], tree.level_weights[None])
        assert found[0].tolist() == pytest.approx(expected)


def test_what_does_not_apply_is_never_filled_in() -> None:
    points: Table = {"without": {"a1": 100}, "full": {"a1": 90, "a2": 20}}
    offers = Offers.of(panel(small(ONE), points), TOTAL, ALL)
    assert offers.missing == ("decided",)
    world = panel(small(ONE), {**points, "gap": {"a1": 40, "a2": None}})
    treatments: tuple[Missing, ...] = ("mean", "peer_median")
    for missing in treatments:
        reading = Reading.of(world, TOTAL, Ways(missing=missing))
        found = evaluating.scores(reading, np.ones((1, 2)), np.ones((1, 1)))
        assert found[0].tolist() == pytest.approx([100, 55, 30]), missing


def test_normalised_otherwise_is_normalised_by_hand() -> None:
    points: Table = {"low": {"a1": 10}, "middle": {"a1": 30}, "high": {"a1": 60}}
    world = panel(small({"a": {"a1": 1}}), points)
    for normalisation, expected in (
        ("min_max", [0, 40, 100]),
        ("percentile", [100 / 6, 50, 500 / 6]),
        ("z_score", 50 + 20 * (np.array([10, 30, 60]) - 100 / 3) / np.std([10, 30, 60], ddof=1)),
    ):
        reading = Reading.of(world, TOTAL, Ways(normalisation=normalisation))
        found = evaluating.scores(reading, np.ones((1, 1)), np.ones((1, 1)))
        assert found[0].tolist() == pytest.approx(list(expected)), normalisation


def test_a_zero_in_a_geometric_mean_that_nobody_decided_counts_as_one_point() -> None:
    world = panel(small(ONE), {"zero": {"a1": 0, "a2": 100}, "even": {"a1": 9, "a2": 9}})
    reading = Reading.of(world, TOTAL, Ways(aggregation="geometric"))
    found = evaluating.scores(reading, np.ones((1, 2)), np.ones((1, 1)))
    assert found[0].tolist() == pytest.approx([10, 9])


def test_the_bonus_is_added_as_it_is() -> None:
    world = panel(small(ONE), CROSSED, bonus={"second": 12})
    reading = Reading.of(world, TOTAL, Ways(normalisation="min_max"))
    found = evaluating.scores(reading, np.ones((1, 2)), np.ones((1, 1)))
    assert found[0].tolist() == pytest.approx([50, 62])


def test_a_scope_ranks_its_own_units_only() -> None:
    points: Table = {**CROSSED, "third": {"a1": 60, "a2": 61}}
    world = panel(small(ONE), points)
    among = np.array([False, True, True])
    done = simulation.simulate(world, WEIGHTS, among=among)
    assert sorted(done.units["unit"]) == ["second", "third"]
    assert done.units["high"].max() <= 2


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([90, 80, 80, 70], [1, 2, 2, 4]),
        ([1, 1 + 5e-10, 1 + 1e-9], [1, 1, 1]),
        ([1, 1 + 3e-9], [2, 1]),
        ([1e6, 1e6 + 5e-4], [1, 1]),
        ([-3, 0, -3, 5], [3, 2, 3, 1]),
        ([0, 0, 0], [1, 1, 1]),
        ([7], [1]),
    ],
)
def test_places_are_the_engine_s(scores: list[float], expected: list[int]) -> None:
    assert ranking.ranks(np.array([scores, scores], dtype=float)).tolist() == [expected] * 2


def test_left_out_an_indicator_moves_whom_it_held_up() -> None:
    frame = leave_one_out.left_out(panel(small(ONE), CROSSED)).set_index("indicator")
    assert frame.loc["a1", ["mean_shift", "unit", "rank", "without", "shift"]].tolist() == [
        *(1, "first", 1, 2, -1)
    ]
    assert frame.loc["a2", "mean_shift"] == 0
    assert frame.loc["a2"].isna()["unit"]


def test_who_has_nothing_but_the_indicator_left_out_is_left_aside() -> None:
    points: Table = {**CROSSED, "thin": {"a1": 99}}
    frame = leave_one_out.left_out(panel(small(ONE), points)).set_index("indicator")
    assert frame.loc["a1", "rank"] == 1, "among the two that still have a score"
    only = leave_one_out.left_out(panel(small({"a": {"a1": 1}}), {"one": {"a1": 5}}))
    assert only["mean_shift"].isna().all()
