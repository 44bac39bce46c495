"""Liaison coverage as a reader sees it."""

import pytest

from assessment.i18n import LANGUAGES, Messages
from tests.pages.conftest import Opener


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_headline_of_the_newest_period_is_123_of_123(open_page: Opener, lang: str) -> None:
    app = open_page("coverage", period="2024", lang=lang)
    assert not app.exception
    assert app.metric[0].value == "123 / 123"
    assert [each.value for each in app.success] == [
        Messages(lang)("coverage.all_covered", total=123)
    ]


def test_teams_and_people_are_each_counted_once(open_page: Opener) -> None:
    app = open_page("coverage", period="2024", lang="zh")
    told = {metric.label: str(metric.value) for metric in app.metric}
    assert (told["有联系任务的工作组"], told["工作组成员"]) == ("109", "312")
    teams = app.dataframe[1].value
    alone = teams[teams["remark"] == "⚠ 单人组"]
    assert len(alone) == int(told["单人组"]) > 0
    assert (alone["people"] == 1).all()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_units_nobody_is_linked_to_come_first_with_a_sign_and_a_word(
    open_page: Opener, lang: str
) -> None:
    app = open_page("coverage", period="2022", lang=lang)
    units = app.dataframe[0].value
    without = units["teams"] == 0
    word = Messages(lang)("coverage.is_uncovered")
    assert without.sum() > 0
    assert (units.loc[without, "status"] == word).all()
    assert without.is_monotonic_decreasing
    assert app.error[0].value.startswith("✘ ")
    assert str(without.sum()) in app.error[0].value


def test_a_unit_nobody_came_to_has_no_number_of_days(open_page: Opener) -> None:
    units = open_page("coverage", period="2022", lang="zh").dataframe[0].value
    never = units["last_visit"].isna()
    assert never.any()
    assert units.loc[never, "days_since"].isna().all()


def test_a_prefecture_lists_its_own_units(open_page: Opener) -> None:
    app = open_page("coverage", period="2024", scope="prefecture:431200", lang="zh")
    assert app.metric[0].value == "13 / 13"
    assert len(app.dataframe[0].value) == 13


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_empty_database_is_explained(open_empty: Opener, lang: str) -> None:
    app = open_empty("coverage", lang=lang)
    assert not app.exception
    assert [info.value for info in app.info] == [Messages(lang)("picker.no_period")]
