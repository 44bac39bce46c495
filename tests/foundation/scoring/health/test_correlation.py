"""Correlations against numbers worked out by hand."""

import pandas as pd
import pytest

from assessment.scoring.health.correlation import beyond_chance, correlations, with_one


def r_of(frame: pd.DataFrame, method: str, smallest: int = 3) -> tuple[float, int]:
    found = correlations(frame, method, smallest).set_index(["one", "other"]).loc[("a", "b")]
    return float(found["r"]), int(found["n"])


def test_pearson_by_hand() -> None:
    """dx = −1, 0, 1 and dy = −7, 2, 5 thirds: 4 ÷ √(2 · 78/9)."""
    frame = pd.DataFrame({"a": [1.0, 2, 3], "b": [1.0, 4, 5]})
    assert r_of(frame, "pearson") == (pytest.approx(4 / (2 * 78 / 9) ** 0.5), 3)


def test_spearman_looks_at_the_order_only() -> None:
    frame = pd.DataFrame({"a": [1.0, 2, 3, 4], "b": [1.0, 8, 27, 1000]})
    assert r_of(frame, "spearman") == (pytest.approx(1), 4)
    assert r_of(frame, "pearson")[0] < 0.9


def test_tied_values_share_their_middle_rank() -> None:
    """Ranks 1, 2½, 2½, 4 against 1, 2, 3, 4: 4½ ÷ √(4½ · 5)."""
    frame = pd.DataFrame({"a": [1.0, 2, 2, 3], "b": [1.0, 2, 3, 4]})
    assert r_of(frame, "spearman")[0] == pytest.approx(4.5 / (4.5 * 5) ** 0.5)


def test_only_units_with_both_count() -> None:
    frame = pd.DataFrame({"a": [1.0, 2, 3, None, 9], "b": [1.0, 4, 5, 7, None]})
    assert r_of(frame, "pearson") == (pytest.approx(4 / (2 * 78 / 9) ** 0.5), 3)


@pytest.mark.parametrize("method", ["pearson", "spearman"])
def test_too_few_units_is_unknown_rather_than_zero(method: str) -> None:
    frame = pd.DataFrame({"a": range(9), "b": range(9)}, dtype=float)
    r, n = r_of(frame, method, smallest=10)
    assert (pd.isna(r), n) == (True, 9)


@pytest.mark.parametrize("method", ["pearson", "spearman"])
def test_a_constant_column_goes_with_nothing(method: str) -> None:
    frame = pd.DataFrame({"a": [85.3] * 12, "b": range(12)}, dtype=float)
    assert pd.isna(r_of(frame, method)[0])


@pytest.mark.parametrize("method", ["pearson", "spearman"])
def test_a_silent_province_has_no_correlation(method: str) -> None:
    frame = pd.DataFrame({"a": [None] * 12, "b": [None] * 12}, dtype="float64")
    assert correlations(frame, method)["r"].isna().all()
    assert correlations(frame.iloc[:0], method)["n"].eq(0).all()


def test_every_column_against_one_other() -> None:
    frame = pd.DataFrame({"a": range(12), "b": [-float(n) for n in range(12)], "c": [1.0] * 12})
    found = with_one(frame.astype(float), pd.Series(range(12), dtype=float))
    assert found[["a", "b"]].tolist() == pytest.approx([1, -1])
    assert pd.isna(found["c"])


def test_chance_reaches_farther_over_fewer_units() -> None:
    told = beyond_chance(pd.Series([100, 25, 0]))
    assert told[:2].tolist() == pytest.approx([0.2, 0.4])
    assert pd.isna(told[2])
