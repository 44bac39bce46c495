"""The suggested assignment as a reviewer asks for it; nothing is computed before that."""

import re

import pandas as pd
import pytest

from assessment.field.assignment import assignment_solver, suggested_assignment
from assessment.i18n import LANGUAGES, Messages
from pages.field.assignment import suggestion
from pages.kit import session
from tests.kit.province import three_counties
from tests.pages.conftest import Opener


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_is_computed_until_somebody_asks(open_page: Opener, lang: str) -> None:
    app = open_page("assignment", period="2024", lang=lang)
    assert not app.exception
    assert len(app.dataframe) == 0
    assert Messages(lang)("assignment.compute") in [button.label for button in app.button]


def test_a_suggestion_covers_all_tells_its_gap_and_that_it_is_advice(open_page: Opener) -> None:
    app = open_page("assignment", period="2024", lang="zh")
    app.button(key="assignment_compute").click().run()
    assert not app.exception
    told = {metric.label: str(metric.value) for metric in app.metric}
    assert told["有组的县"] == "123 → 123"
    proven = next(each.value for each in app.caption if "已证明不可能低于" in each.value)
    assert re.search(r"\d+\.\d%", proven)
    assert assignment_solver.SECONDS <= 30
    assert any("不会改动任何联系" in info.value for info in app.info)
    links = next(f.value for f in app.dataframe if "state_said" in f.value.columns)
    stands = links[links["state_said"] != "✘ 结束"]
    assert stands["said"].nunique() == 123
    assert stands["team_name"].nunique() == 109


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("rule", [("furthest", "5"), ("most_changes", "1"), ("most_units", "1")])
def test_rules_that_contradict_each_other_are_named(
    open_page: Opener, rule: tuple[str, str], lang: str
) -> None:
    """Of 2022 more units are without a team than one change covers; 109 teams are fewer than 123
    units."""
    name, number = rule
    app = open_page("assignment", period="2022", lang=lang, **{name: number})
    app.button(key="assignment_compute").click().run()
    assert not app.exception
    title = {
        "furthest": Messages(lang)("assignment.furthest"),
        "most_changes": Messages(lang)("assignment.most_changes"),
        "most_units": Messages(lang)("assignment.most_units"),
    }[name]
    assert title in app.error[0].value
    assert len(app.dataframe) == 0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_an_answer_in_time_the_page_says_so(
    open_page: Opener, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    monkeypatch.setattr(suggested_assignment, "_answers", {})
    monkeypatch.setattr(
        suggested_assignment, "assigned", lambda *_: assignment_solver.Undecided(26.0)
    )
    app = open_page("assignment", period="2024", lang=lang)
    app.button(key="assignment_compute").click().run()
    assert not app.exception
    told = Messages(lang)("assignment.undecided", seconds="26")
    assert session.plain(told) in [warning.value.removeprefix("⚠ ") for warning in app.warning]
    assert len(app.dataframe) == 0


def test_a_reviewer_of_one_prefecture_is_told_it_is_not_for_them(
    open_empty: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_empty("assignment")
    three_counties.settle(session.store())
    monkeypatch.setattr(session, "actor", lambda: three_counties.QINGXI_ONLY)
    app = open_empty("assignment", period="2024", lang="zh")
    assert not app.exception
    assert [info.value for info in app.info] == [Messages("zh")("assignment.everywhere")]
    assert not app.error
    assert not [button for button in app.button if button.key == "assignment_compute"]


@pytest.mark.parametrize("account", ["demo-leader", "demo-county", "demo-city", "demo-team"])
def test_who_may_not_link_teams_is_not_shown_the_page(open_page: Opener, account: str) -> None:
    app = open_page("assignment", as_=account, period="2024", lang="zh")
    assert not app.exception
    (told,) = [error.value for error in app.error]
    assert "无权管理联系组和对口联系" in told
    assert not [button for button in app.button if button.key == "assignment_compute"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_empty_database_is_explained(open_empty: Opener, lang: str) -> None:
    app = open_empty("assignment", lang=lang)
    assert not app.exception
    assert [info.value for info in app.info] == [Messages(lang)("picker.no_period")]


def test_a_sheet_has_numbers_as_the_screen_does() -> None:
    rows = pd.DataFrame(
        {"need": [1.23456], "load_before": [None], "km": [12.6], "units": [3], "name": ["一组"]}
    ).astype({"load_before": "Float64"})
    written = suggestion._written(rows)
    assert written[["need", "km", "units", "name"]].loc[0].tolist() == [1.23, 13.0, 3, "一组"]
    assert written["load_before"].isna().all()
