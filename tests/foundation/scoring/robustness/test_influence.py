"""Sobol's indices: where they are known, and as SALib's own analysis gives them."""

import numpy as np
import pytest
from SALib.analyze import sobol
from SALib.sample import sobol as sampling

from assessment.errors import Unknown
from assessment.scoring.robustness import sensitivity
from assessment.scoring.robustness.sensitivity import RANKS, SHIFT
from assessment.scoring.robustness.settings import DOUBTS, Settings
from tests.foundation.scoring.robustness.worlds import panel, small

RANDOM = np.random.default_rng(5)
WORLD = panel(
    small({"a": {"a1": 1, "a2": 2, "a3": 1}, "b": {"b1": 1, "b2": 1}}),
    {
        f"u{place:02}": {
            code: None if RANDOM.random() < 0.08 else float(RANDOM.integers(101))
            for code in ("a1", "a2", "a3", "b1", "b2")
        }
        for place in range(25)
    },
)
ALL = Settings(frozenset(DOUBTS))


@pytest.mark.parametrize("of", [RANKS, SHIFT, "u03"])
def test_alone_a_doubt_explains_everything(of: str) -> None:
    found = sensitivity.influence(WORLD, Settings(frozenset({"normalisation"})), of=of).doubts
    assert found["doubt"].tolist() == ["normalisation"]
    assert found["total"].iloc[0] == pytest.approx(1, abs=0.15)
    assert found["first"].iloc[0] == pytest.approx(1, abs=0.15)


def test_one_output_s_indices_are_salib_s_own() -> None:
    """Of 3x + y, x explains 0.9."""
    problem = {"num_vars": 2, "names": ["x", "y"], "bounds": [[0, 1]] * 2}
    points = sampling.sample(problem, 256, calc_second_order=False, seed=1)
    told = points @ np.array([3.0, 1.0])
    found = sensitivity._indices({"x": [0], "y": [1]}, told[:, None])
    theirs = sobol.analyze(problem, told, calc_second_order=False, seed=1)
    assert found["first"].to_numpy() == pytest.approx(theirs["S1"], abs=1e-9)
    assert found["total"].to_numpy() == pytest.approx(theirs["ST"], abs=1e-9)
    assert found["total_error"].to_numpy() == pytest.approx(theirs["ST_conf"], rel=0.5)
    assert found["first"].tolist() == pytest.approx([0.9, 0.1], abs=0.03)


def test_several_outputs_count_by_their_variance() -> None:
    """Of x alone and 3y alone, a tenth is x's."""
    problem = {"num_vars": 2, "names": ["x", "y"], "bounds": [[0, 1]] * 2}
    points = sampling.sample(problem, 256, calc_second_order=False, seed=1)
    found = sensitivity._indices({"x": [0], "y": [1]}, points * np.array([1.0, 3.0]))
    assert found["total"].tolist() == pytest.approx([0.1, 0.9], abs=0.03)


def test_the_same_seed_gives_the_same_indices() -> None:
    one, again = (sensitivity.influence(WORLD, ALL).doubts for _ in range(2))
    assert one.equals(again)
    assert not sensitivity.influence(WORLD, Settings(frozenset(DOUBTS), seed=3)).doubts.equals(one)


def test_a_doubt_that_can_change_nothing_is_not_listed() -> None:
    world = panel(small({"a": {"a1": 1.0}}), {"one": {"a1": 3}, "two": {"a1": 4}})
    found = sensitivity.influence(world, Settings(frozenset({"weights", "missing"})))
    assert found.doubts.empty
    assert found.runs == 0


def test_where_nothing_moves_indices_are_unknown_rather_than_zero() -> None:
    world = panel(
        small({"a": {"a1": 1, "a2": 1}}), {"one": {"a1": 3, "a2": 5}, "two": {"a1": 9, "a2": 8}}
    )
    found = sensitivity.influence(world, ALL).doubts
    assert len(found)
    assert found[["first", "total"]].isna().all(axis=None)


def test_a_county_without_a_rank_is_refused() -> None:
    with pytest.raises(Unknown):
        sensitivity.influence(WORLD, ALL, of="nobody")
