"""Modified z by hand, and among whom it is taken."""

import pandas as pd
import pytest

from assessment.scoring.health.outliers import modified_z, outliers


def test_modified_z_by_hand() -> None:
    """Median 3, deviations 2 1 0 1 97, their median 1."""
    told = modified_z(pd.Series([1.0, 2, 3, 4, 100]))
    assert told.tolist() == pytest.approx([-1.349, -0.6745, 0, 0.6745, 65.4265])


def test_where_most_are_the_same_the_mean_deviation_stands_in() -> None:
    """Deviations 0 0 0 0 10: median 0, mean 2, and 10 ÷ (1.2533 · 2)."""
    told = modified_z(pd.Series([5.0, 5, 5, 5, 15]))
    assert told.tolist() == pytest.approx([0, 0, 0, 0, 10 / 2.5066])


def test_where_all_are_the_same_there_is_none() -> None:
    assert modified_z(pd.Series([0.7, 0.7, 0.7])).isna().all()
    assert modified_z(pd.Series([0.1 * 3, 0.3, 0.3])).isna().all()


def province(size: int, **far: float) -> tuple[pd.DataFrame, pd.Series]:
    """`size` counties with 1, 2, 1, 2 …, those named by place with another value."""
    units = [f"u{place}" for place in range(size)]
    values = [far.get(unit, 1.0 + place % 2) for place, unit in enumerate(units)]
    frame = pd.DataFrame({"x": values}, index=pd.Index(units, name="unit"))
    return frame, pd.Series("county", index=frame.index)


def test_a_value_is_judged_among_its_peers() -> None:
    values, groups = province(10, u9=40.0)
    groups[["u5", "u6", "u7", "u8", "u9"]] = "city"
    values.loc[["u5", "u6", "u7", "u8"], "x"] = [38.0, 39.0, 41.0, 42.0]
    told = outliers(values, groups, smallest=5)
    assert told.empty
    values.loc["u9", "x"] = 140.0
    told = outliers(values, groups, smallest=5).iloc[0]
    assert (told["unit"], told["pool"], told["pool_size"], told["median"]) == (
        "u9",
        "peer_group",
        5,
        41.0,
    )
    assert told["z"] == pytest.approx(0.6745 * 99 / 2)


def test_a_group_that_is_too_small_is_judged_among_all() -> None:
    values, groups = province(10, u9=40.0)
    groups["u9"] = "zone"
    told = outliers(values, groups, smallest=5)
    assert told[["unit", "pool", "pool_size"]].to_numpy().tolist() == [["u9", "all", 10]]
    assert told["z"].iloc[0] == pytest.approx(0.6745 * 38.5 / 0.5)


def test_a_province_that_is_too_small_judges_nobody() -> None:
    values, groups = province(4, u3=1e6)
    assert outliers(values, groups, smallest=5).empty


def test_the_farthest_come_first_on_either_side() -> None:
    values, groups = province(12, u3=-60.0, u4=50.0)
    assert outliers(values, groups, smallest=5)["unit"].tolist() == ["u3", "u4"]


def test_silence_and_an_empty_province_have_no_outliers() -> None:
    values, groups = province(8)
    assert outliers(values * float("nan"), groups, smallest=5).empty
    assert outliers(values.iloc[:0], groups.iloc[:0], smallest=5).empty
    assert outliers(values[[]], groups, smallest=5).empty
