"""Liaison coverage as a reader sees it."""

import json
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from assessment.field.coverage.coverage import coverage
from assessment.i18n import LANGUAGES, Messages
from assessment.kernel import clock
from assessment.kernel.actors import OPERATOR
from pages.kit import session
from tests.kit.province import three_counties
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
    assert app.success[0].value == Messages(lang)("coverage.all_covered", total=123)


def test_teams_and_people_are_each_counted_once(open_page: Opener) -> None:
    app = open_page("coverage", period="2024", lang="zh")
    told = {metric.label: str(metric.value) for metric in app.metric}
    assert (told["有联系任务的工作组"], told["工作组成员"]) == ("109", "312")
    teams = tables(app)["teams"]
    alone = teams[teams["people"] == 1]
    assert len(alone) == int(told["单人组"]) > 0
    marked = {"⚠ 单人组", "⚠ 人少县多", "⚠ 联系单位过多"}
    assert set(alone["remark"]) <= marked
    assert "⚠ 单人组" in set(alone["remark"])
    well = teams[~teams["remark"].isin({*marked, "○ 无联系任务", "✘ 组内无人"})]
    assert set(well["remark"]) == {"—"}
    assert (well["people"] > 1).all()


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


def test_the_page_opens_as_of_today(open_page: Opener) -> None:
    app = open_page("coverage", lang="zh")
    assert not app.exception
    assert app.date_input("day").value == clock.today()
    assert app.selectbox("period").value == str(clock.today().year)
    assert not [each for each in app.warning if "今天是" in each.value]
    past = open_page("coverage", period="2024", lang="zh")
    (said,) = [each.value for each in past.warning if "今天是" in each.value]
    assert "2024-12-31" in said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_empty_database_is_explained(open_empty: Opener, lang: str) -> None:
    app = open_empty("coverage", lang=lang)
    assert not app.exception
    assert [info.value for info in app.info] == [Messages(lang)("picker.no_period")]


def test_a_broken_framework_file_is_explained(
    open_page: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The period's framework is kept, but the rules of liaison are the file's."""
    broken = tmp_path / "broken.yaml"
    broken.write_text("title: [", "utf-8")
    monkeypatch.setenv("SIX_STRENGTHS_FRAMEWORK", str(broken))
    app = open_page("coverage", period="2024", lang="zh")
    assert not app.exception
    assert len(app.error) == 1
    assert "broken.yaml" in "".join(caption.value for caption in app.caption)


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
    assert not people.duplicated(["name", "body", "teams"]).any()
    assert (people["days"] <= 366).all()
    behind = people["status"] == "⚠ 不足"
    assert (people.loc[behind, "days"] < people.loc[behind, "due"]).all()


def test_a_county_is_shown_its_own_days_and_no_shortfall(open_page: Opener) -> None:
    app = open_page("coverage", as_="demo-county", period="2024", lang="zh")
    assert not app.exception
    people = tables(app)["people"]
    assert people["due"].isna().all()
    assert set(people["status"]) == {"○ 不比较"}


def looks(app: AppTest) -> dict[str, list[str]]:
    """What is told on pointing at each mark of the matrix, by what the mark means."""
    (figure,) = (
        spec
        for spec in (json.loads(chart.proto.spec) for chart in app.get("plotly_chart"))
        if any("customdata" in trace and "symbol" in trace["marker"] for trace in spec["data"])
    )
    return {trace["name"]: trace["customdata"] for trace in figure["data"]}


def test_every_pair_that_is_linked_stands_in_the_matrix_once(open_page: Opener) -> None:
    app = open_page("coverage", period="2024", lang="zh")
    told = coverage(session.store(), OPERATOR, "2024")
    linked = told.pairs["link"].notna()
    t = Messages("zh")
    shown = looks(app)
    marks = shown[t("coverage.matrix_linked")] + shown[t("coverage.matrix_visited")]
    assert len(marks) == len(set(marks)) == int(linked.sum()) >= 123
    assert len(shown.get(t("coverage.matrix_unlinked"), [])) == int((~linked).sum())


def test_who_came_without_a_link_is_marked_in_the_matrix(open_empty: Opener) -> None:
    open_empty("coverage")
    store = session.store()
    three_counties.settle(store)
    three_counties.send_teams(store)
    three_counties.visit(store)
    t = Messages("zh")
    shown = looks(open_empty("coverage", period="2024", day="2024-12-31", lang="zh"))
    (alone,) = shown[t("coverage.matrix_unlinked")]
    assert "二组" in alone
    assert "云路县" in alone
    assert len(shown[t("coverage.matrix_visited")]) == 1
    assert len(shown[t("coverage.matrix_linked")]) == 2
