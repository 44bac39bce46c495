"""Spot checks, results and observation visits on their pages, over the three counties by hand."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assessment.field.observation import observation
from assessment.field.spot_checks import spot_checks
from assessment.field.team_results import results
from assessment.i18n import LANGUAGES, Messages
from assessment.kernel import clock
from assessment.kernel.actors import OPERATOR, Actor
from assessment.office.people import accounts
from assessment.office.people.session_manager import SessionManager
from assessment.store.database import Store
from pages.kit import session
from tests.guards.leaks import canaries
from tests.kit import signed_in
from tests.kit.province import three_counties
from tests.kit.province.three_counties import BAISHI, QINGXI, READER
from tests.pages.conftest import Opener, opener

ONE = Actor("one's", "team", frozenset({BAISHI, QINGXI}), frozenset({"one"}))
PEOPLE = {
    "demo-team": ("team", "team:one"),
    "demo-county": ("county", f"unit:{BAISHI}"),
    "demo-reviewer": ("reviewer", "province"),
}


@pytest.fixture
def open_field(
    empty_database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Opener]:
    """Opens a link into the province of the three counties, as somebody of team one."""
    rules = tmp_path / "rules.yaml"
    rules.write_text(canaries.framework_text(), "utf-8")
    monkeypatch.setenv("SIX_STRENGTHS_FRAMEWORK", str(rules))
    file = tmp_path / "province.duckdb"
    store = Store(shutil.copy(empty_database, file))
    three_counties.settle(store)
    framework = session.written_framework()
    three_counties.answer(store, framework)
    three_counties.send_teams(store)
    door = SessionManager(store)
    for account, (role, scope) in PEOPLE.items():
        link = accounts.invite(store, OPERATOR, account, name=account, role=role, scope=scope)
        door.accept(link.token, signed_in.PASSWORD, signed_in.HERE)
    store.close()
    yield from opener(file, tmp_path, monkeypatch)


def keyed(app: AppTest, start: str) -> list[str]:
    return [str(button.key) for button in app.button if str(button.key).startswith(start)]


def press(app: AppTest, start: str, place: int = 0) -> AppTest:
    return app.button(key=keyed(app, start)[place]).click().run()


def told(app: AppTest) -> str:
    return "\n".join([each.value for each in (*app.markdown, *app.caption, *app.error)])


def checks() -> list[tuple[str, str, float | None]]:
    found = spot_checks.checks(session.store(), READER, "2024", [BAISHI]).get(BAISHI, {})
    return [(c.field, c.outcome, c.value) for of_field in found.values() for c in of_field]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_one_press_records_that_it_agrees(open_field: Opener, lang: str) -> None:
    app = open_field("spot_check", as_="demo-team", unit=BAISHI, period="2024", lang=lang)
    assert not app.exception
    app = press(app, "agree_", 1)
    assert not app.exception
    assert checks() == [("firms_n", "agree", None)]
    assert Messages(lang)("spot_check.outcome.agree") in told(app)


def test_what_differs_is_told_with_a_value_and_a_refusal_keeps_what_was_typed(
    open_field: Opener,
) -> None:
    app = open_field("spot_check", as_="demo-team", unit=BAISHI, period="2024", lang="zh")
    app = press(app, "open_differ_", 1)
    (box,) = [each for each in app.text_input if str(each.key).startswith("value_")]
    box.set_value("十来家")
    app = press(app, "save_")
    assert app.error
    assert checks() == []
    (box,) = [each for each in app.text_input if str(each.key).startswith("value_")]
    assert box.value == "十来家"
    box.set_value("12")
    app = press(app, "save_")
    assert checks() == [("firms_n", "differ", 12)]
    app = press(app, "open_withdraw_")
    app.text_input[0].set_value("点错了")
    press(app, "now_withdraw_")
    assert checks() == []


def test_an_answer_changed_while_somebody_types_is_not_checked(open_field: Opener) -> None:
    app = open_field("spot_check", as_="demo-team", unit=BAISHI, period="2024", lang="zh")
    app = press(app, "open_differ_", 1)
    framework = session.written_framework()
    three_counties.file(session.store(), framework, BAISHI, "2024", [9, 11, 2, 1, 1, 1, 1, 9])
    (box,) = [each for each in app.text_input if str(each.key).startswith("value_")]
    box.set_value("12")
    app = press(app, "save_")
    assert "县里刚刚改过" in told(app)
    (box,) = [each for each in app.text_input if str(each.key).startswith("value_")]
    assert (box.value, checks()) == ("12", [])


def test_a_county_sees_what_was_seen_and_is_offered_nothing(open_field: Opener) -> None:
    app = open_field("spot_check", as_="demo-team", unit=BAISHI, period="2024", lang="zh")
    press(app, "agree_")
    county = open_field("spot_check", as_="demo-county", period="2024", lang="zh")
    assert not county.exception
    assert "一组" in told(county)
    assert [*keyed(county, "agree_"), *keyed(county, "open_")] == []
    rates = open_field("spot_check", as_="demo-county", period="2024", part="rates", lang="en")
    assert not rates.exception
    assert rates.dataframe[0].value["rate"].isna().all()


def test_nobody_has_reported_anything_yet(open_empty: Opener) -> None:
    for page in ("spot_check", "results", "observation"):
        for lang in LANGUAGES:
            app = open_empty(page, lang=lang)
            assert not app.exception, (page, lang)


def test_a_month_is_saved_with_zeros_and_blanks_apart(open_field: Opener) -> None:
    app = open_field("results", as_="demo-team", of=f"one.{BAISHI}", lang="zh")
    assert not app.exception
    boxes = {str(each.key).partition("_results")[0]: each for each in app.number_input}
    boxes["trainings"].set_value(0)
    boxes["new_unions"].set_value(3)
    app = press(app, "save_results")
    assert not app.exception
    assert "2" in app.success[0].value
    today = clock.today()
    values = results.of_month(session.store(), ONE, "one", BAISHI, today).values
    assert (values["trainings"], values["new_unions"], values["lectures"]) == (0, 3, None)
    year = open_field("results", as_="demo-county", lang="en")
    assert not year.exception
    assert len(year.dataframe[0].value) == len(results.FIGURES) + 1
    sums = year.dataframe[0].value["sum"]
    assert sums.iloc[0] == 3
    assert sums.isna().iloc[1]


def test_half_a_figure_reaches_the_server_and_is_refused(open_field: Opener) -> None:
    """A box for whole numbers would cut it in the browser."""
    app = open_field("results", as_="demo-team", of=f"one.{BAISHI}", lang="zh")
    boxes = {str(each.key).partition("_results")[0]: each for each in app.number_input}
    assert all(isinstance(each.step, float) for each in boxes.values())
    boxes["new_unions"].set_value(12.5)
    app = press(app, "save_results")
    assert not app.success
    assert any("12.5" in each.value for each in app.markdown)
    values = results.of_month(session.store(), ONE, "one", BAISHI, clock.today()).values
    assert values["new_unions"] is None


def test_figures_left_and_come_back_to_are_nobody_else_s(open_field: Opener) -> None:
    """Boxes begin anew when a page is opened again, and so does what their editor saw."""
    app = open_field("results", as_="demo-team", of=f"one.{BAISHI}", lang="zh")
    today = clock.today()
    results.save(session.store(), ONE, "one", BAISHI, today, {"trainings": 7}, 0)
    app.switch_page(session.file_of("observation")).run()
    app.switch_page(session.file_of("results")).run()
    (box,) = [each for each in app.number_input if str(each.key).startswith("lectures")]
    box.set_value(2)
    app = press(app, "save_results")
    assert not app.error
    values = results.of_month(session.store(), ONE, "one", BAISHI, today).values
    assert (values["trainings"], values["lectures"]) == (7, 2)


def test_a_visit_is_recorded_answered_and_followed_up(open_field: Opener) -> None:
    app = open_field("observation", as_="demo-county", lang="zh")
    app = press(app, "open_new")
    assert not app.exception
    app = press(app, "save_new")
    assert app.error
    app.date_input(key="observation_day").set_value(date(2025, 3, 28))
    app.text_input(key="observation_host").set_value("邻县")
    app.text_area(key="observation_questions").set_value("怎么建\n谁来管")
    app = press(app, "save_new")
    app = press(app, "open_answer_")
    found, adopt = app.text_area
    found.set_value("轮值")
    adopt.set_value("先试两个驿站")
    app = press(app, "save_answer_")
    assert "先试两个驿站" in told(app)
    app = press(app, "open_follow_")
    app.text_area[0].set_value("已经试行")
    app = press(app, "save_follow_")
    assert not app.exception
    assert "● 已回访" in told(app)


@pytest.mark.parametrize("page", ["results", "observation"])
def test_whoever_has_one_county_is_not_asked_which(open_field: Opener, page: str) -> None:
    today = clock.today()
    results.save(session.store(), ONE, "one", BAISHI, today, {"trainings": 1}, 0)
    observation.record(session.store(), ONE, BAISHI, today, "邻县", ["怎么建"])
    app = open_field(page, as_="demo-county", lang="zh")
    assert not app.exception
    assert "scope" not in [each.key for each in app.selectbox]


def test_a_second_press_records_no_second_visit(open_field: Opener) -> None:
    app = press(open_field("observation", as_="demo-county", lang="zh"), "open_new")
    (first,) = keyed(app, "save_new")
    app.text_input(key="observation_host").set_value("邻县")
    app.text_area(key="observation_questions").set_value("怎么建")
    app = press(app, "save_new")
    assert not app.exception
    app = press(app, "open_new")
    assert first not in keyed(app, "save_new")


def test_a_county_s_profile_tells_how_often_the_field_agrees(open_field: Opener) -> None:
    t = Messages("zh")
    asked = {"unit": BAISHI, "period": "2024", "lang": "zh", "as_": "demo-reviewer"}
    app = open_field("county", **asked)
    assert not app.exception
    assert t("spot_check.county_nobody_looked") in plainly(app)
    store, framework = session.store(), session.written_framework()
    today = clock.today()
    items = spot_checks.of_unit(store, framework, ONE, BAISHI, "2024")
    for count, outcome in ((4, "agree"), (5, "differ")):
        item = items[count]
        seen = [
            spot_checks.Look(each.question.code, each.reported.entry, "agree")
            for each in items[: min(count, 4)]
        ]
        if outcome == "differ":
            seen.append(
                spot_checks.Look(item.question.code, item.reported.entry, "differ", note="不同")
            )
        spot_checks.record(store, framework, ONE, BAISHI, "2024", "one", today, seen)
        told_now = plainly(open_field("county", **asked))
        counts = {"agree": 4, "differ": int(outcome == "differ"), "could_not": 0}
        if outcome == "agree":
            assert t("spot_check.county_too_few", fewest=5, **counts) in told_now
        else:
            assert t("spot_check.county_rate", rate="80%", **counts) in told_now


def plainly(app: AppTest) -> str:
    return told(app).replace("\\", "")
