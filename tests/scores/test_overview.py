"""The overview of the three counties, checked against the arithmetic in `three_counties`."""

import pandas as pd
import pytest

from assessment.framework.model import Framework
from assessment.kernel.answers import NOT_APPLICABLE
from assessment.scores.basis.basis import DataSource
from assessment.scores.profiles.overview import most_common, overview
from assessment.store.database import Store
from assessment.survey.filing.answers_table import AnswerEntry, Filing, record
from tests.kit.province.three_counties import BAISHI, QINGXI, QINGXI_ONLY, READER, YUNLU, file


def test_the_mean_is_of_known_totals(province: Store, framework: Framework) -> None:
    told = overview(DataSource(province, framework), READER, "2024")
    assert told.mean == pytest.approx((88.8 + 34.2) / 2)
    assert (told.ranked, list(told.unranked["unit"])) == (2, [YUNLU])


def test_a_change_is_told_like_for_like(province: Store, framework: Framework) -> None:
    """Baishi came new and far ahead; that alone must not look like progress."""
    told = overview(DataSource(province, framework), READER, "2024")
    assert told.compared == 1
    assert told.change == pytest.approx(34.2 - 31.6)
    work = told.strengths.set_index("strength").loc["work"]
    assert (work["compared"], work["change"]) == (1, pytest.approx(32 - 36))


def test_without_a_period_before_there_is_no_change(province: Store, framework: Framework) -> None:
    told = overview(DataSource(province, framework), READER, "2023")
    assert (told.change, told.compared) == (None, 0)
    assert told.strengths["change"].isna().all()


def test_a_strength_is_told_by_its_spread(province: Store, framework: Framework) -> None:
    told = overview(DataSource(province, framework), READER, "2024").strengths
    assert list(told["strength"]) == list(framework.strength_by_code)
    work = told.iloc[0]
    assert work["known"] == 2
    spread = work[["lowest", "quarter", "median", "three_quarters", "highest"]].tolist()
    assert spread == pytest.approx([32, 46, 60, 74, 88])
    assert work["mean"] == pytest.approx(60)


def test_completeness_is_the_mean_of_all_counties(province: Store, framework: Framework) -> None:
    """Yunlu answered nothing that counts; of its work the meetings do not apply."""
    told = overview(DataSource(province, framework), READER, "2024")
    assert told.complete == pytest.approx((1 + 1 + 0) / 3)


def test_where_nothing_applies_there_is_nothing_to_be_complete(
    province: Store, framework: Framework
) -> None:
    with province.writing(actor="test", action="survey.file", subject=YUNLU, facts={}) as cursor:
        excused = [AnswerEntry(code, NOT_APPLICABLE) for code in framework.field_by_code]
        record(cursor, Filing(YUNLU, "2024", "云路县.xlsx", "1" * 64, "县总工会"), excused)
    assert overview(DataSource(province, framework), READER, "2024").complete == pytest.approx(1)


def test_a_strength_new_this_period_is_told_without_a_change(
    province: Store, framework: Framework
) -> None:
    work, venues = framework.strengths
    later = [indicator.model_copy(update={"since": "2024"}) for indicator in venues.indicators]
    later_on = venues.model_copy(update={"indicators": tuple(later)})
    changed = framework.model_copy(update={"strengths": (work, later_on)})
    told = overview(DataSource(province, changed), READER, "2024").strengths.set_index("strength")
    assert told.loc["venues", "known"] == 2
    assert told.loc["venues", "mean"] == pytest.approx((87.5 + 37.5) / 2)
    assert (told.loc["venues", "compared"], told["change"].isna()["venues"]) == (0, True)


def test_grades_count_the_graded_only(province: Store, framework: Framework) -> None:
    told = overview(DataSource(province, framework), READER, "2024").grades
    assert list(told.itertuples(index=False, name=None)) == [
        ("high", 0),
        ("middle", 1),
        ("low", 1),
    ]


def test_who_moved_most_is_told_by_places(province: Store, framework: Framework) -> None:
    file(province, framework, YUNLU, "2023", [10, 10, 2, 1, 1, 1, 300, 1000])
    file(province, framework, YUNLU, "2024", [5, 10, 0, 0, 0, 0, 1, 1000])
    told = overview(DataSource(province, framework), READER, "2024")
    assert list(told.fallen(5)["unit"]) == [YUNLU], "from first to third"
    assert told.risen(5).empty, "Qingxi stayed second, and Baishi was not there before"


def test_somebody_with_one_county_is_told_of_that_one(
    province: Store, framework: Framework
) -> None:
    told = overview(DataSource(province, framework), QINGXI_ONLY, "2024")
    assert told.mean == pytest.approx(34.2)
    assert list(told.units["unit"]) == [QINGXI]
    assert told.units["rank"].iloc[0] == 2, "the true rank"
    assert told.grades["units"].sum() == 1
    assert BAISHI not in set(told.units["unit"])


def test_the_most_common_problems_come_first_and_hold_somewhere(
    province: Store, framework: Framework
) -> None:
    told = most_common(DataSource(province, framework), READER, "2024", 5)
    rows = list(told[["problem", "units", "with_data"]].itertuples(index=False, name=None))
    assert rows == [("WORK-01", 2, 3), ("VEN-01", 1, 2)], "WORK-02 holds nowhere"
    assert len(most_common(DataSource(province, framework), READER, "2024", 1)) == 1


def test_nothing_recorded_is_unknown_and_not_zero(store: Store, framework: Framework) -> None:
    told = overview(DataSource(store, framework), READER, "2024")
    assert (told.mean, told.change, told.complete, told.ranked) == (None, None, None, 0)
    assert told.strengths[["mean", "median", "lowest"]].isna().all(axis=None)
    assert most_common(DataSource(store, framework), READER, "2024", 5).empty
    assert isinstance(told.risen(5), pd.DataFrame)
    assert told.risen(5).empty
