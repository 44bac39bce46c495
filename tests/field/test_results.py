"""The results ledger: what nobody told is no zero, and nobody writes over what they have not seen.

Team one is linked to Baishi and Qingxi all along, two to Yunlu until June 2024.
"""

from datetime import date

import pandas as pd
import pytest

from assessment.errors import NotAllowed
from assessment.field.team_results import results
from assessment.field.team_results.results import ResultsRefused
from assessment.i18n import LANGUAGES, Messages
from assessment.kernel.actors import Actor
from assessment.store.database import Store
from tests.kit.province.meanwhile import end_link, meanwhile
from tests.kit.province.three_counties import BAISHI, QINGXI, READER, YUNLU

MAY, JUNE = date(2024, 5, 20), date(2024, 6, 1)
ONE = Actor("one's", "team", frozenset({BAISHI, QINGXI}), frozenset({"one"}))
CLERK = Actor("clerk", "county", frozenset({QINGXI}))


def tell(store: Store, unit: str = BAISHI, month: date = MAY, **values: int | None) -> int:
    seen = results.of_month(store, ONE, "one", unit, month).seen
    return results.save(store, ONE, "one", unit, month, values, seen)


def codes(caught: pytest.ExceptionInfo[ResultsRefused]) -> list[str]:
    for lang in LANGUAGES:
        for problem in caught.value.problems:
            assert Messages(lang)(problem.key, **problem.facts)
    return [problem.code for problem in caught.value.problems]


def test_what_nobody_told_is_not_known_and_a_zero_is_one(province: Store) -> None:
    assert tell(province, trainings=0, new_unions=3) == 2
    told = results.of_month(province, ONE, "one", BAISHI, MAY)
    assert (told.month, told.values["trainings"], told.values["lectures"]) == (
        date(2024, 5, 1),
        0,
        None,
    )
    found = results.ledger(province, READER, 2024)
    (row,) = found.teams.to_dict("records")
    assert (row["name"], row["months"], row["trainings"], row["new_unions"]) == ("一组", 1, 0, 3)
    assert pd.isna(row["lectures"])
    assert results.summed(found.whole)["lectures"] is None
    assert len(found.whole) == 12
    assert found.whole["trainings"].isna().sum() == 11


def test_a_team_s_units_and_months_add_up(province: Store) -> None:
    tell(province, new_unions=3)
    tell(province, QINGXI, new_unions=4)
    tell(province, QINGXI, JUNE, new_unions=5)
    found = results.ledger(province, READER, 2024)
    assert found.months["new_unions"].tolist() == [7, 5]
    assert found.teams["new_unions"].tolist() == [12]
    assert results.summed(found.whole)["new_unions"] == 12
    assert results.ledger(province, READER, 2023).teams.empty
    assert results.ledger(province, CLERK, 2024).teams["new_unions"].tolist() == [9]


def test_only_what_changed_is_recorded_and_may_be_taken_back(province: Store) -> None:
    tell(province, new_unions=3, trainings=1)
    before = province.revision
    assert tell(province, new_unions=3, trainings=1) == 0
    assert province.revision == before
    assert tell(province, new_unions=None, trainings=1) == 1
    assert results.of_month(province, ONE, "one", BAISHI, MAY).values["new_unions"] is None
    assert tell(province, new_unions=2) == 1


def test_nobody_writes_over_what_they_have_not_seen(province: Store) -> None:
    tell(province, new_unions=3)
    with pytest.raises(ResultsRefused) as caught:
        results.save(province, ONE, "one", BAISHI, MAY, {"new_unions": 9}, revision=0)
    assert codes(caught) == ["results.changed_meanwhile"]
    assert results.of_month(province, ONE, "one", BAISHI, MAY).values["new_unions"] == 3


def test_everything_that_is_wrong_is_told_at_once(province: Store) -> None:
    values = {"new_unions": -1, "trainings": 2_000_000, "applause": 1}
    with pytest.raises(ResultsRefused) as caught:
        results.save(province, READER, "two", YUNLU, date(2024, 7, 1), values, 0)
    assert codes(caught) == [
        "results.not_linked",
        "results.out_of_range",
        "results.out_of_range",
        "results.no_figure",
    ]
    with pytest.raises(ResultsRefused) as caught:
        results.save(province, READER, "one", BAISHI, date(2099, 1, 1), {}, 0)
    assert codes(caught) == ["results.future"]


def test_a_figure_is_refused_and_not_cut_to_a_whole_one(province: Store) -> None:
    for value in (12.5, 0.999, 12.000001):
        with pytest.raises(ResultsRefused) as caught:
            results.save(province, ONE, "one", BAISHI, MAY, {"new_unions": value}, 0)
        assert codes(caught) == ["results.out_of_range"]
    assert results.of_month(province, ONE, "one", BAISHI, MAY).values["new_unions"] is None


def test_a_team_speaks_for_itself_in_its_own_units_only(province: Store) -> None:
    for unit, team in ((YUNLU, "one"), (BAISHI, "three")):
        with pytest.raises(NotAllowed):
            results.save(province, ONE, team, unit, MAY, {}, 0)
    with pytest.raises(NotAllowed):
        results.save(province, CLERK, "one", QINGXI, MAY, {}, 0)
    with pytest.raises(NotAllowed):
        results.of_month(province, CLERK, "one", BAISHI, MAY)
    offered = results.offered(province, ONE, MAY)
    assert [(row.team, row.unit) for row in offered] == [("one", BAISHI), ("one", QINGXI)]
    assert results.offered(province, CLERK, MAY) == []


def test_every_figure_has_a_name() -> None:
    for lang in LANGUAGES:
        assert tuple(Messages(lang).codes("results.figure")) == results.FIGURES


def test_a_link_that_ends_before_the_lock_is_had_lets_no_figure_in(
    province: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    meanwhile(province, monkeypatch, lambda: end_link(province, 1))
    with pytest.raises(ResultsRefused) as caught:
        tell(province, new_unions=3)
    assert codes(caught) == ["results.not_linked"]
    assert results.of_month(province, ONE, "one", BAISHI, MAY).told == ()
