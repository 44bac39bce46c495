"""Cronbach's alpha against numbers worked out by hand."""

import pandas as pd
import pytest

from assessment.scoring.health.consistency import alpha


def items(**columns: list[float | None]) -> pd.DataFrame:
    return pd.DataFrame(columns, dtype="float64")


def test_two_equal_items_are_wholly_consistent() -> None:
    """Variances 1 and 1, covariance 1: 2 · (1 − 2 ÷ 4)."""
    assert alpha(items(a=[1, 2, 3], b=[1, 2, 3]), 3).value == pytest.approx(1)


def test_two_items_that_agree_by_half() -> None:
    """Variances 1 and 1, covariance ½: 2 · (1 − 2 ÷ 3)."""
    told = alpha(items(a=[1, 2, 3], b=[2, 1, 3]), 3)
    assert (told.value, told.mean_r, told.units) == (pytest.approx(2 / 3), pytest.approx(0.5), 3)


def test_three_items_by_hand() -> None:
    """Variances 1, 1, 4; covariances ½, 2, 1: 3/2 · (1 − 6 ÷ 13)."""
    told = alpha(items(a=[1, 2, 3], b=[2, 1, 3], c=[2, 4, 6]), 3)
    assert told.value == pytest.approx(1.5 * (1 - 6 / 13))


def test_a_blank_takes_away_its_pairs_and_nothing_else() -> None:
    """a and b have their covariance over four units; c only over three."""
    told = alpha(items(a=[1, 2, 3, 4], b=[1, 2, 3, 4], c=[1, 2, 3, None]), 3)
    variances = 5 / 3 + 5 / 3 + 1
    whole = variances + 2 * (5 / 3 + 1 + 1)
    assert told.value == pytest.approx(1.5 * (1 - variances / whole))
    assert told.units == 3


def test_constant_items_are_left_out_and_said() -> None:
    told = alpha(items(a=[1, 2, 3], b=[2, 1, 3], c=[7, 7, 7], d=[None, None, None]), 3)
    assert (told.constant, told.items) == (("c", "d"), 2)
    assert told.value == pytest.approx(2 / 3)


def test_items_with_too_few_units_are_left_out_and_said() -> None:
    told = alpha(items(a=[1, 2, 3], b=[2, 1, 3], c=[1, 2, None]), 3)
    assert (told.thin, told.items) == (("c",), 2)


@pytest.mark.parametrize(
    "given",
    [
        items(a=[1, 2, 3]),
        items(a=[1, 2, 3], b=[3, 2, 1]),
        items(a=[5, 5, 5], b=[4, 4, 4]),
        items(a=[], b=[]),
        items(),
    ],
    ids=["one item", "a sum that is the same for all", "constants", "no unit", "nothing"],
)
def test_where_there_is_none_it_is_unknown(given: pd.DataFrame) -> None:
    assert alpha(given, 3).value is None


def test_items_that_contradict_each_other_can_be_below_zero() -> None:
    """Variances 1 and 4, covariance −1: 2 · (1 − 5 ÷ 3)."""
    told = alpha(items(a=[1, 2, 3], b=[4, 0, 2]), 3)
    assert told.value == pytest.approx(2 * (1 - 5 / 3))
