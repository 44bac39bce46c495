"""Deciding on common problems, as whoever decides sees it: a prefecture with one seen in four."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assessment.field.teams.register import bulk as team_bulk
from assessment.field.teams.teams_table import Team
from assessment.field.visits import bulk_log
from assessment.framework import loader
from assessment.i18n import LANGUAGES, Messages
from assessment.kernel.actors import OPERATOR, Actor
from assessment.kernel.answers import VALUE
from assessment.rectification.common_problems import decisions, progress
from assessment.rectification.findings import rectification_table
from assessment.rectification.findings.findings_table import Finding
from assessment.rectification.findings.rectification_table import FindingEvent
from assessment.scores.basis.basis import DataSource
from assessment.store.database import Store
from assessment.survey.filing import answers_table
from assessment.survey.periods import periods
from assessment.survey.periods.periods import Opening
from assessment.units import setup
from pages.kit import session
from tests.pages.conftest import Opener, file_opener

PERIOD, SCOPE = "2025", "prefecture:430600"
UNITS = ("430602", "430621", "430626", "430681")
PUBLISHER = Actor("chen", "publisher", live=True)
OTHER = Actor("zhou", "reviewer", live=True)
OPENED = f"{PERIOD}_{SCOPE}_POL-05_0"
"""What the name of a form on POL-05 ends in, while nothing has been decided."""


def press(app: AppTest, doing: str, of: str = OPENED) -> AppTest:
    return app.button(key=f"{doing}_{of}_now").click().run()


def opened(app: AppTest, doing: str, of: str = OPENED) -> AppTest:
    return app.button(key=f"open_{doing}_{of}").click().run()


@pytest.fixture
def open_common(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opener]:
    """Opens a link into a province where four counties of Yueyang have what only people can see."""
    store, framework = Store(tmp_path / "province.duckdb"), loader.load(loader.DEFAULT)
    prefectures, units = setup.read_units(setup.DATA, framework)
    setup.found(store, OPERATOR, prefectures, units)
    opening = Opening(PERIOD, date(2099, 1, 31))
    periods.open_period(store, PUBLISHER, opening, loader.DEFAULT.read_text("utf-8"))
    see(store, "POL-05")
    store.close()
    yield from file_opener(tmp_path / "province.duckdb", monkeypatch)


def see(store: Store, code: str) -> None:
    """Somebody sees a problem in all four counties."""
    framework = loader.load(loader.DEFAULT)
    strength = framework.problem_by_code[code].strength
    found = [
        Finding(unit, PERIOD, strength, "medium", "只发文", date(2025, 5, 1), problem=code)
        for unit in UNITS
    ]
    bulk_log.take_over_findings(store, framework, OPERATOR, found)


def answer_few_unions(store: Store) -> None:
    """All four counties answer that 60 of 100 larger firms have a union: ORG-01 by its signal."""
    entries = [
        answers_table.AnswerEntry(field, VALUE, value)
        for field, value in {"ent25_total_n": 100, "ent25_union_n": 60}.items()
    ]
    for unit in UNITS:
        filing = answers_table.Filing(unit, PERIOD, "a.xlsx", "0" * 64, "县总工会")
        with store.writing(actor="t", action="survey.file", subject=unit, facts={}) as cursor:
            answers_table.record(cursor, filing, entries)


def another_confirms(code: str, units: Sequence[str] = ()) -> None:
    """Somebody else decides in the meantime."""
    store = session.store()
    about = decisions.About(PERIOD, SCOPE, code, decisions.seen(store, OTHER, SCOPE))
    decisions.confirm(DataSource(store, loader.load(loader.DEFAULT)), OTHER, about, units)


def here() -> list[progress.ProblemProgress]:
    return progress.standings(session.store(), OPERATOR, date(2025, 6, 1), SCOPE)


def confirmed(open_common: Opener, lang: str = "zh") -> AppTest:
    app = open_common("common", scope=SCOPE, period=PERIOD, lang=lang)
    return press(opened(app, "confirm"), "confirm")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_waits_is_listed_with_its_units(open_common: Opener, lang: str) -> None:
    app = open_common("common", scope=SCOPE, period=PERIOD, lang=lang)
    assert not app.exception
    candidates, holders = (frame.value for frame in app.dataframe)
    assert list(candidates["problem"]) == ["POL-05"]
    assert (candidates["units"].iloc[0], len(holders)) == (4, 4)
    assert app.header[0].value.startswith("POL-05 ")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_that_decides_shows_each_unit_with_the_value_that_signals_it(
    open_common: Opener, lang: str
) -> None:
    open_common("common", scope=SCOPE, period=PERIOD, lang=lang)
    answer_few_unions(session.store())
    app = open_common("common", scope=SCOPE, period=PERIOD, lang=lang, candidate="ORG-01")
    assert not app.exception
    candidates, holders = (frame.value for frame in app.dataframe)
    assert candidates.set_index("problem").loc["ORG-01", ["units", "with_data"]].tolist() == [4, 4]
    assert [link[-6:] for link in holders["profile"]] == list(UNITS)
    assert holders["indicator.org_25plus_union_rate"].tolist() == ["60%"] * 4


def test_huaihua_has_many_to_decide_on_and_each_can_be_opened(open_page: Opener) -> None:
    scope = "prefecture:431200"
    app = open_page("common", scope=scope, period="2024", lang="zh", part="waiting")
    assert not app.exception
    waiting = app.dataframe[0].value
    assert len(waiting) >= 20
    assert (waiting["units"] > 1).all()
    last = waiting.iloc[-1]
    app.selectbox(key="candidate").select(last["problem"]).run()
    assert app.header[0].value.startswith(last["problem"])
    assert len(app.dataframe[1].value) == last["units"]


def test_units_left_out_of_one_form_are_not_left_out_of_another(open_common: Opener) -> None:
    open_common("common", scope=SCOPE, period=PERIOD, lang="zh")
    answer_few_unions(session.store())
    app = open_common("common", scope=SCOPE, period=PERIOD, lang="zh", candidate="ORG-01")
    form = OPENED.replace("POL-05", "ORG-01")
    opened(app, "confirm", form)
    (offered,) = app.multiselect
    assert offered.value == list(UNITS)
    offered.set_value(list(UNITS[1:])).run()
    another_confirms("POL-05")
    app.run()
    decided = form.replace("_0", f"_{here()[0].decided.entry}")
    opened(app, "confirm", decided)
    (offered,) = app.multiselect
    assert offered.value == list(UNITS)
    assert f"{PERIOD}_{SCOPE}_ORG-01" in str(offered.key)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_confirming_says_so_and_takes_it_off_the_list(open_common: Opener, lang: str) -> None:
    app = confirmed(open_common, lang)
    assert not app.exception
    t = Messages(lang)
    told = [each.value for each in app.success]
    assert any("POL-05" in words for words in told)
    assert t("common.nothing_waits") in told
    assert [each.decided.state for each in here()] == ["confirmed"]
    assert here()[0].total == 4


@pytest.mark.parametrize("doing", ["confirm", "merge", "dismiss"])
def test_a_press_never_reaches_another_problem_than_the_one_its_form_is_about(
    open_common: Opener, doing: str
) -> None:
    app = open_common("common", scope=SCOPE, period=PERIOD, lang="zh", candidate="POL-05")
    see(session.store(), "ORG-05")
    if doing == "merge":
        another_confirms("ORG-05")
        see(session.store(), "TEAM-03")
        app.run()
    entry = max((each.decided.entry for each in here()), default=0)
    form = OPENED.replace("_0", f"_{entry}")
    opened(app, doing, form)
    another_confirms("POL-05")
    press(app, doing, form)
    assert not app.exception
    assert [error.value for error in app.error] == [
        session.plain(Messages("zh")("common.gone", code="POL-05"))
    ]
    assert not app.header
    assert [each.decided.problem for each in here() if each.decided.decided_by != "zhou"] == []
    app.button(key="common_look_now").click().run()
    assert [error.value for error in app.error] == []
    assert app.header[0].value[:6] in ("ORG-05", "TEAM-0")


def test_what_was_decided_while_a_form_was_open_is_told_to_whoever_sends_it(
    open_common: Opener,
) -> None:
    app = open_common("common", scope=SCOPE, period=PERIOD, lang="zh", candidate="POL-05")
    see(session.store(), "ORG-05")
    opened(app, "confirm")
    another_confirms("ORG-05")
    press(app, "confirm")
    (error,) = [each.value for each in app.error]
    assert session.plain(Messages("zh")("problem_common.overtaken")) in error
    assert [each.decided.problem for each in here()] == ["ORG-05"]


def test_what_changed_while_the_form_to_assign_was_open_is_told_to_whoever_sends_it(
    open_common: Opener,
) -> None:
    confirmed(open_common)
    app = open_common("common", scope=SCOPE, period=PERIOD, part="confirmed", lang="zh")
    waiting = f"{PERIOD}_{SCOPE}_POL-05_{max(each.case.entry for each in here()[0].concerned)}"
    opened(app, "assign", waiting)
    moved = FindingEvent(here()[0].concerned[0].case.finding, "verify", "verified", "zhou")
    with session.store().writing(actor="zhou", action="x", subject="*", facts={}) as cursor:
        rectification_table.record(cursor, [moved])
    press(app, "assign", waiting)
    assert len(app.error) == 1
    assert here()[0].tally["under_way"] == 0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_confirmed_shows_how_far_its_units_are(open_common: Opener, lang: str) -> None:
    confirmed(open_common, lang)
    app = open_common("common", scope=SCOPE, period=PERIOD, part="confirmed", lang=lang)
    assert not app.exception
    t = Messages(lang)
    listed, units = (frame.value for frame in app.dataframe)
    assert t("common.tally.total", count=4) in listed["progress"].iloc[0]
    assert set(units["status"]) == {t("common.status.waiting")}
    assert [button.key for button in app.button if str(button.key).startswith("open_assign_")]


def test_everything_that_waits_is_assigned_at_once(open_common: Opener) -> None:
    confirmed(open_common)
    app = open_common("common", scope=SCOPE, period=PERIOD, part="confirmed", lang="zh")
    waiting = f"{PERIOD}_{SCOPE}_POL-05_{max(each.case.entry for each in here()[0].concerned)}"
    press(opened(app, "assign", waiting), "assign", waiting)
    assert not app.exception
    assert [error.value for error in app.error] == []
    assert here()[0].tally["under_way"] == 4


def test_it_is_not_closed_while_units_are_open_and_they_are_named(open_common: Opener) -> None:
    confirmed(open_common)
    app = open_common("common", scope=SCOPE, period=PERIOD, part="confirmed", lang="zh")
    decided = OPENED.replace("_0", f"_{here()[0].decided.entry}")
    press(opened(app, "close", decided), "close", decided)
    (error,) = [each.value for each in app.error]
    assert "平江县" in error
    assert here()[0].decided.state == "confirmed"


def test_nothing_is_dismissed_without_a_reason(open_common: Opener) -> None:
    app = open_common("common", scope=SCOPE, period=PERIOD, lang="zh")
    press(opened(app, "dismiss"), "dismiss")
    assert len(app.error) == 1
    assert here() == []
    app.text_area(key=f"dismiss_reason_{PERIOD}_{SCOPE}_POL-05").set_value("个别乡镇的情况")
    press(app, "dismiss")
    assert [each.value for each in app.error] == []
    assert [each.decided.state for each in here()] == ["dismissed"]
    rest = open_common("common", scope=SCOPE, period=PERIOD, part="rest", lang="zh")
    assert rest.dataframe[0].value["reason"].tolist() == ["个别乡镇的情况"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_list_of_problems_tells_of_the_decision(open_common: Opener, lang: str) -> None:
    confirmed(open_common, lang)
    app = open_common("problems", scope=SCOPE, period=PERIOD, problem="POL-05", lang=lang)
    assert not app.exception
    t = Messages(lang)
    listed = app.dataframe[0].value.set_index("problem")
    assert t("common.state.confirmed") in listed.loc["POL-05", "decision"]
    assert t("common.units_title") in [each.value for each in app.subheader]


def test_a_team_is_refused_the_page(open_common: Opener) -> None:
    open_common("common")
    team = Team("one", "一组", "stay_in", "省总工会", "province", "2025")
    team_bulk.add_teams(session.store(), OPERATOR, [team])
    app = open_common("common", as_="demo-team", scope=SCOPE, lang="zh")
    (told,) = app.error
    assert "无权认定共性问题" in told.value
    assert not app.dataframe
    assert not app.selectbox


def test_what_was_confirmed_by_mistake_is_taken_back(open_common: Opener) -> None:
    confirmed(open_common)
    app = open_common("common", scope=SCOPE, period=PERIOD, part="confirmed", lang="zh")
    decided = OPENED.replace("_0", f"_{here()[0].decided.entry}")
    press(opened(app, "withdraw", decided), "withdraw", decided)
    assert len(app.error) == 1
    app.text_area(key=f"withdraw_reason_{PERIOD}_{SCOPE}_POL-05").set_value("认错了问题")
    press(app, "withdraw", decided)
    assert [error.value for error in app.error] == []
    assert [each.decided.state for each in here()] == ["withdrawn"]
    rest = open_common("common", scope=SCOPE, period=PERIOD, part="rest", lang="zh")
    assert rest.dataframe[0].value["reason"].tolist() == ["认错了问题"]
    again = open_common("common", scope=SCOPE, period=PERIOD, part="waiting", lang="zh")
    assert list(again.dataframe[0].value["problem"]) == ["POL-05"]


def test_units_nobody_can_tell_of_are_named_before_closing(open_common: Opener) -> None:
    confirmed(open_common)
    app = open_common("common", scope=SCOPE, period=PERIOD, part="confirmed", lang="zh")
    decided = OPENED.replace("_0", f"_{here()[0].decided.entry}")
    opened(app, "close", decided)
    (told,) = app.warning
    assert "岳阳县" not in told.value
    assert "湘阴县" in told.value


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_empty_database_is_explained(open_empty: Opener, lang: str) -> None:
    app = open_empty("common", lang=lang)
    assert not app.exception
    assert [info.value for info in app.info] == [Messages(lang)("common.no_scope")]
