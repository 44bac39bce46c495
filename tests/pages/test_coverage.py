"""Liaison coverage as a reader sees it."""

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from assessment.i18n import LANGUAGES, Messages
from tests.pages.conftest import Opener


def tables(app: AppTest) -> dict[str, pd.DataFrame]:
    """The tables of the page by what they are of, whatever stands above them."""
    found = {}
    for each in app.dataframe:
        columns = set(each.value.columns)
        for name, sign in (("units", "findings"), ("people", "due_year"), ("teams", "batch")):
            if sign in columns:
                found[name] = each.value
    return found


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
    teams = tables(app)["teams"]
    alone = teams[teams["people"] == 1]
    assert len(alone) == int(told["单人组"]) > 0
    assert set(alone["remark"]) <= {"⚠ 单人组", "⚠ 人少县多", "⚠ 联系单位过多"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_units_nobody_is_linked_to_come_first_with_a_sign_and_a_word(
    open_page: Opener, lang: str
) -> None:
    app = open_page("coverage", period="2022", lang=lang)
    units = tables(app)["units"]
    without = units["teams"] == 0
    word = Messages(lang)("coverage.is_uncovered")
    assert without.sum() > 0
    assert (units.loc[without, "status"] == word).all()
    assert without.is_monotonic_decreasing
    assert app.error[0].value.startswith("✘ ")
    assert str(without.sum()) in app.error[0].value


def test_a_unit_nobody_came_to_has_no_number_of_days(open_page: Opener) -> None:
    units = tables(open_page("coverage", period="2022", lang="zh"))["units"]
    never = units["last_visit"].isna()
    assert never.any()
    assert units.loc[never, "days_since"].isna().all()


def test_a_prefecture_lists_its_own_units(open_page: Opener) -> None:
    app = open_page("coverage", period="2024", scope="prefecture:431200", lang="zh")
    assert app.metric[0].value == "13 / 13"
    assert len(tables(app)["units"]) == 13


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_empty_database_is_explained(open_empty: Opener, lang: str) -> None:
    app = open_empty("coverage", lang=lang)
    assert not app.exception
    assert [info.value for info in app.info] == [Messages(lang)("picker.no_period")]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_day_in_the_link_is_what_is_shown(open_page: Opener, lang: str) -> None:
    app = open_page("coverage", period="2024", day="2024-03-01", lang=lang)
    assert not app.exception
    assert any("2024-03-01" in caption.value for caption in app.caption)
    assert app.date_input[0].value.isoformat() == "2024-03-01"


def test_a_day_that_is_none_or_outside_leaves_the_page_as_it_was(open_page: Opener) -> None:
    for day in ("yesterday", "1999-01-01"):
        app = open_page("coverage", period="2024", day=day, lang="zh")
        assert not app.exception
        assert app.metric[0].value == "123 / 123"
        assert "day" not in app.query_params


def test_everybody_stands_once_in_the_days_at_the_base(open_page: Opener) -> None:
    people = tables(open_page("coverage", period="2024", lang="zh"))["people"]
    assert len(people) >= 312
    assert (people["days"] <= 366).all()
    behind = people["status"] == "⚠ 不足"
    assert (people.loc[behind, "days"] < people.loc[behind, "due"]).all()


def test_a_county_is_shown_its_own_days_and_no_shortfall(open_page: Opener) -> None:
    app = open_page("coverage", as_="demo-county", period="2024", lang="zh")
    assert not app.exception
    people = tables(app)["people"]
    assert people["due"].isna().all()
    assert set(people["status"]) == {"○ 不比较"}
