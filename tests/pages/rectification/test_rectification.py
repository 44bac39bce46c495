"""Rectification: the list, and one finding with exactly the buttons one may press."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from assessment.field.teams import teams_table
from assessment.i18n import LANGUAGES, Messages
from assessment.kernel import clock
from assessment.kernel.actors import OPERATOR, Actor
from assessment.office.people.session_manager import NotSignedIn
from assessment.rectification.findings import (
    cases,
    finding_workflow,
    findings_table,
    measures,
    transitions,
)
from assessment.rectification.findings.finding_workflow import Event, Stage
from assessment.rectification.findings.measures import Planned
from assessment.rectification.findings.rules import EventForm
from assessment.store.database import Store
from assessment.survey.evidence import attachments
from pages.kit import session, tables
from tests.guards.leaks.canaries import NAMES
from tests.guards.leaks.pictures import picture
from tests.kit.copies import copied
from tests.kit.province import rectifying
from tests.kit.province.rectifying import put
from tests.pages import under_review
from tests.pages.conftest import Opener, file_opener
from tests.pages.under_review import IN_REVIEW, SUBMITTED
from tests.rectification.test_rectification import MAY, ROLES

FOUND = replace(
    rectifying.FOUND,
    unit=SUBMITTED,
    period="2025",
    team=None,
    strength="organisation",
    problem="ORG-01",
    description="企业台账<b>不全</b>",
)
OPERATED = Actor("li", "county", frozenset({SUBMITTED}))
AGO = clock.now() - timedelta(days=120)

Prepared = dict[Stage, int]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Prepared]:
    """A finding of one county at each stage, due in a month; and one of another county."""
    file = tmp_path_factory.mktemp("built") / "province.duckdb"
    under_review.build(file, is_reviewed=False)
    store = Store(file)
    due, rectifying.DUE = rectifying.DUE, clock.today() + timedelta(days=30)
    numbers = {stage: put(store, stage, FOUND, AGO) for stage in finding_workflow.STAGES}
    rectifying.DUE = due
    put(store, "assigned", replace(FOUND, unit=IN_REVIEW), AGO)
    with store.writing(actor="t", action="x.y", subject="*", facts={}) as cursor:
        teams_table.record(
            cursor, [teams_table.Team("one", "一组", "liaison", "省总工会", "province", "2025")]
        )
        teams_table.record_assignments(
            cursor, [teams_table.Assignment("one", SUBMITTED, "liaison", date(2024, 1, 1))]
        )
    store.close()
    return file, numbers


@pytest.fixture
def province(built: tuple[Path, Prepared], tmp_path: Path) -> tuple[Path, Prepared]:
    """A copy of what was built."""
    file, numbers = built
    return copied(file, tmp_path / "province.duckdb"), numbers


@pytest.fixture
def prepared(province: tuple[Path, Prepared]) -> Prepared:
    return province[1]


@pytest.fixture
def open_findings(
    province: tuple[Path, Prepared], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Opener]:
    yield from file_opener(province[0], monkeypatch)


def shown(app: AppTest) -> str:
    return "\n".join(str(each.value) for each in [*app.markdown, *app.caption, *app.title])


def pressed(app: AppTest, start: str) -> AppTest:
    (button,) = [each for each in app.button if str(each.key).startswith(start)]
    return button.click().run()


def offered(app: AppTest) -> set[str]:
    """The events whose buttons are there."""
    keys = [str(each.key) for each in app.button]
    return {
        event
        for event in finding_workflow.EVENTS
        for key in keys
        if key.startswith((f"do_{event}_", f"open_{event}_"))
        and key.removeprefix("do_").removeprefix("open_")[len(event) + 1].isdigit()
    }


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_list_shows_every_finding_of_the_province(open_findings: Opener, lang: str) -> None:
    app = open_findings("rectification", part="all", lang=lang)
    assert not app.exception
    assert len(app.dataframe[0].value) == len(finding_workflow.STAGES) + 1
    stages = set(app.dataframe[0].value["stage"])
    t = Messages(lang)
    assert {t("course.stage.clue"), t("course.stage.voided")} <= stages


def test_a_county_sees_its_own_as_cards_with_what_waits_for_it_first(
    open_findings: Opener,
) -> None:
    app = open_findings("rectification", as_="demo-county", lang="zh")
    assert not app.exception
    assert app.metric[0].value == "4"
    assert not app.dataframe
    assert "企业台账" in shown(app)
    assert IN_REVIEW not in shown(app)


def test_a_filter_narrows_the_list_and_is_in_the_link(open_findings: Opener) -> None:
    app = open_findings("rectification", part="all", stage="assigned", lang="zh")
    assert len(app.dataframe[0].value) == 2
    app.selectbox(key="where").select(SUBMITTED).run()
    assert len(app.dataframe[0].value) == 1
    assert app.query_params["where"] == SUBMITTED


@pytest.mark.parametrize(
    ("who", "role"),
    [
        ("demo-county", "county"),
        ("demo-city", "city"),
        ("demo-team", "team"),
        ("demo-reviewer", "reviewer"),
        ("demo-leader", "leader"),
    ],
)
def test_a_finding_has_exactly_the_buttons_one_may_press(
    open_findings: Opener, prepared: Prepared, who: str, role: str
) -> None:
    """No extension was asked for, and the findings are none of the team's own clues."""
    nobody = {"extend", "refuse_extension"} | ({"withdraw"} if role == "team" else set())
    for stage, number in prepared.items():
        app = open_findings("rectification", as_=who, finding=str(number), lang="zh")
        assert not app.exception, stage
        assert not app.error, stage
        expected = {event for event, led in MAY.items() if stage in led and role in ROLES[event]}
        assert offered(app) == expected - nobody, stage


def test_every_form_opens_and_says_what_is_missing(
    open_findings: Opener, prepared: Prepared
) -> None:
    for who in ("demo-county", "demo-reviewer"):
        for stage, number in prepared.items():
            app = open_findings("rectification", as_=who, finding=str(number), lang="en")
            entry = cases.of(session.store(), OPERATOR, number).entry
            for event in sorted(offered(app)):
                if not finding_workflow.EVENTS[event].needs_note and event != "plan":  # type: ignore[index]
                    continue
                name = f"{event}_{number}_{entry}"
                app = open_findings(
                    "rectification", as_=who, finding=str(number), doing=name, lang="en"
                )
                before = session.store().revision
                (button,) = [b for b in app.button if str(b.key) == f"now_{event}_{number}"]
                app = button.click().run()
                assert not app.exception, (stage, event)
                (error,) = app.error
                assert error.value.startswith("Not done"), (stage, event)
                assert session.store().revision == before, (stage, event)


def test_a_county_signs_and_plans(open_findings: Opener, prepared: Prepared) -> None:
    number = prepared["assigned"]
    app = open_findings("rectification", as_="demo-county", finding=str(number), lang="zh")
    app = pressed(app, "do_sign_")
    assert cases.of(session.store(), OPERATOR, number).stage == "signed"
    app = pressed(app, "open_plan_")
    for name, text in (
        ("text", "比对名单"),
        ("leader", "周主席"),
        ("department", "组织部"),
        ("owner", "小吴"),
    ):
        (box,) = [
            each
            for each in [*app.text_area, *app.text_input]
            if str(each.key).startswith(f"{name}_plan_")
        ]
        box.input(text)
    app = pressed(app, "now_plan_")
    assert not app.exception
    assert not app.error
    assert cases.of(session.store(), OPERATOR, number).stage == "under_way"
    assert "比对名单" in shown(app)
    assert "doing" not in app.query_params


def by_another(number: int, event: Event, what: EventForm | None = None) -> None:
    """Somebody is faster."""
    with session.store().writing(
        actor="t", action="finding.test", subject=SUBMITTED, facts={}
    ) as cursor:
        case = cases.of(session.store(), OPERATOR, number)
        transitions.moved(cursor, [case], event, "another", what or rectifying.given(event))


def note(app: AppTest, event: str) -> Any:
    (box,) = [each for each in app.text_area if str(each.key).startswith(f"note_{event}")]
    return box


def test_what_was_typed_stays_when_it_is_refused(open_findings: Opener, prepared: Prepared) -> None:
    number = prepared["under_way"]
    app = open_findings("rectification", as_="demo-county", finding=str(number), lang="zh")
    app = pressed(app, "open_report_")
    note(app, "report").input("已经改好")
    by_another(number, "report")
    app = pressed(app, "now_report_")
    told = Messages("zh")
    assert [each.value for each in app.error] == [told("rectification.not_now", finding=number)]
    assert [each.value for each in app.warning] == [told("rectification.moved_on")]
    assert note(app, "report").value == "已经改好"
    app = pressed(app, "go_on_report_")
    assert note(app, "report").value == "已经改好"
    app = pressed(app, "now_report_")
    assert not app.error
    assert cases.history(session.store(), OPERATOR, number)[-1].note == "已经改好"
    assert any("报告进展" in each.value for each in app.success)


def test_what_was_typed_stays_where_it_can_no_longer_be_done(
    open_findings: Opener, prepared: Prepared
) -> None:
    number = prepared["under_way"]
    app = open_findings("rectification", as_="demo-county", finding=str(number), lang="en")
    app = pressed(app, "open_ask_extension_")
    note(app, "ask_extension").input("企业停产")
    by_another(number, "ask_closing")
    app = pressed(app, "now_ask_extension_")
    assert [each.value for each in app.error] == [
        Messages("en")("rectification.not_now", finding=number)
    ]
    assert note(app, "ask_extension").value == "企业停产"
    assert not [each for each in app.button if str(each.key).startswith("go_on_")]


def test_a_button_pressed_on_an_old_page_says_so(open_findings: Opener, prepared: Prepared) -> None:
    number = prepared["assigned"]
    app = open_findings("rectification", as_="demo-county", finding=str(number), lang="zh")
    by_another(number, "dispute")
    app = pressed(app, "do_sign_")
    assert [each.value for each in app.error] == [
        Messages("zh")("rectification.not_now", finding=number)
    ]
    assert not app.run().error


def test_a_measure_that_is_being_typed_stays_when_another_is_added(
    open_findings: Opener, prepared: Prepared
) -> None:
    number = prepared["under_way"]
    app = open_findings("rectification", as_="demo-county", finding=str(number), lang="zh")
    app = pressed(app, "open_measure_")
    (box,) = [each for each in app.text_area if str(each.key).startswith("text_measure_")]
    box.input("逐户上门")
    store = session.store()
    today = clock.today()
    more = Planned("比对", "周主席", "组织部", "小吴", today)
    measures.add(store, OPERATED, prepared["long_term"], [more], today=today)
    by_another(number, "report")
    app = pressed(app, "now_measure_")
    (box,) = [each for each in app.text_area if str(each.key).startswith("text_measure_")]
    assert box.value == "逐户上门"


def test_the_day_offered_follows_the_kind(open_findings: Opener, prepared: Prepared) -> None:
    number = prepared["verified"]
    today = clock.today()
    app = open_findings("rectification", finding=str(number), lang="zh")
    app = pressed(app, "open_assign_")
    for kind, days in (("at_once", 7), ("by_date", 60), ("long_term", 180)):
        app.radio[0].set_value(kind).run()
        assert app.date_input[0].value == today + timedelta(days=days)


def test_what_was_done_is_said_once(open_findings: Opener, prepared: Prepared) -> None:
    number = prepared["assigned"]
    app = open_findings("rectification", as_="demo-county", finding=str(number), lang="zh")
    app = pressed(app, "do_sign_")
    assert [each.value for each in app.success] == [
        f"已办理：签收。{number} 号问题现在的状态是“已签收”。"
    ]
    assert not app.run().success


def test_the_way_back_keeps_what_was_picked(open_findings: Opener, prepared: Prepared) -> None:
    picked = {"part": "all", "stage": "assigned", "where": SUBMITTED}
    number = prepared["assigned"]
    app = open_findings("rectification", finding=str(number), lang="zh", **picked)
    app = pressed(app, "back")
    assert "finding" not in app.query_params
    assert {name: app.query_params[name] for name in picked} == picked
    app = open_findings("rectification", as_="demo-county", part="all", stage="assigned", lang="zh")
    app = pressed(app, f"card_{number}")
    assert (app.query_params["finding"], app.query_params["stage"]) == (str(number), "assigned")


def test_many_are_assigned_at_once(open_findings: Opener, prepared: Prepared) -> None:
    store = session.store()
    several = [put(store, "verified", FOUND, AGO) for _ in range(3)]
    app = open_findings("rectification", part="all", stage="verified", lang="zh")
    app = pressed(app, "open_together_assign")
    app = pressed(app, "now_together_assign")
    assert not app.exception
    assert not app.error
    several.append(prepared["verified"])
    assert {cases.of(store, OPERATOR, each).stage for each in several} == {"assigned"}
    assert "4 个问题" in app.success[0].value


def test_what_nobody_saw_is_not_done_with_the_others(open_findings: Opener) -> None:
    store = session.store()
    put(store, "verified", FOUND, AGO)
    app = open_findings("rectification", part="all", stage="verified", lang="zh")
    app = pressed(app, "open_together_assign")
    note(app, "together_assign").input("请按期整改")
    unseen = put(store, "verified", FOUND, AGO)
    app = pressed(app, "now_together_assign")
    assert cases.of(store, OPERATOR, unseen).stage == "verified"
    assert [each.value for each in app.warning] == [
        Messages("zh")("rectification.changed", count=3)
    ]
    assert note(app, "together_assign").value == "请按期整改"
    app = pressed(app, "now_together_assign")
    assert cases.of(store, OPERATOR, unseen).stage == "assigned"


def test_a_foreign_finding_and_none_are_refused_alike(
    open_findings: Opener, prepared: Prepared
) -> None:
    foreign = max(prepared.values()) + 1
    said = []
    for number in (str(foreign), "99999", "x"):
        app = open_findings("rectification", as_="demo-county", finding=number, lang="zh")
        assert not app.exception
        assert len(app.error) == 1
        said.append(app.error[0].value.replace(number if number != "x" else "0", "?"))
    assert len(set(said)) == 1


def test_who_is_signed_out_while_photos_are_drawn_is_asked_to_sign_in_and_told_nothing_else(
    open_findings: Opener, prepared: Prepared, monkeypatch: pytest.MonkeyPatch
) -> None:
    finding = prepared["verified"]
    _add_photos(session.store(), finding, count=4)
    app = open_findings("rectification", finding=str(finding), lang="zh")
    t = Messages("zh")
    assert t("rectification.files", count=4) in app.subheader.values
    assert not app.error
    token, beside = session.cookie(), attachments.beside

    def signed_out_meanwhile(*asked: Any) -> Any:
        found = beside(*asked)
        session.door().leave(token)
        return found

    monkeypatch.setattr(attachments, "beside", signed_out_meanwhile)
    app.run()
    assert not app.exception
    assert not app.error
    assert app.info.values == [t(NotSignedIn(reason="sign_out").key)]


def _add_photos(store: Store, finding: int, *, count: int) -> None:
    photos = [picture(unit) for unit in list(NAMES)[:count]]
    files = [attachments.keep(store, OPERATOR, "现场.jpg", photo) for photo in photos]
    with store.writing(actor="t", action="x.y", subject="*", facts={}) as cursor:
        attachments.record(cursor, OPERATOR, SUBMITTED, ("finding", finding), files)


@pytest.mark.parametrize("count", [1, 123, 5000])
def test_one_finding_or_thousands_are_shown_and_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    file = tmp_path / "many.duckdb"
    under_review.build(file, is_reviewed=False)
    store = Store(file)
    with store.writing(actor="t", action="finding.import", subject="*", facts={}) as cursor:
        findings_table.record_findings(cursor, [FOUND] * count)
    store.close()
    heights: list[object] = []
    drawn = st.dataframe

    def measured(*given: Any, **more: Any) -> Any:
        heights.append(more["height"])
        return drawn(*given, **more)

    monkeypatch.setattr(st, "dataframe", measured)
    for opener in file_opener(file, monkeypatch):
        app = opener("rectification", part="all", lang="zh")
        assert not app.exception
        assert app.metric[0].value == str(count)
        assert len(app.dataframe[0].value) == count
        assert heights == ["content" if count <= 15 else 16 * tables.ROW_HEIGHT]
        app = opener("rectification", as_="demo-county", part="all", lang="zh")
        assert not app.exception
        cards = [each for each in app.button if str(each.key).startswith("card_")]
        assert len(cards) == min(count, 30)
        told = Messages("zh")("rectification.more", shown=30, count=count)
        assert [each.value for each in app.info] == ([told] if count > 30 else [])
        app = opener("county", unit=SUBMITTED, period="2025", basis="live", lang="zh")
        assert not app.exception
        told = [each.value for each in app.markdown if "企业台账" in each.value]
        assert len(told) == min(count, 20)
        latest = Messages("zh")("county.latest", shown=20, count=count)
        assert (latest in app.caption.values) == (count > 20)


def test_nothing_found_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    under_review.build(tmp_path / "none.duckdb", is_reviewed=False)
    for opener in file_opener(tmp_path / "none.duckdb", monkeypatch):
        app = opener("rectification", lang="zh")
        assert not app.exception
        assert app.info[0].value == Messages("zh")("rectification.nothing")


def test_an_empty_database_opens(open_empty: Opener) -> None:
    app = open_empty("rectification", lang="en")
    assert not app.exception
