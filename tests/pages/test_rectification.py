"""Rectification: the list, and one finding with exactly the buttons one may press."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assessment.i18n import LANGUAGES, Messages
from assessment.services.people import OPERATOR
from assessment.services.rectification import cases, course, steps
from assessment.services.rectification.course import Stage
from assessment.store import schema
from assessment.store.database import Store
from pages.ui import session
from tests.pages import under_review
from tests.pages.conftest import Opener, _opener
from tests.pages.under_review import IN_REVIEW, SUBMITTED
from tests.services import rectifying
from tests.services.rectifying import put

FOUND = replace(
    rectifying.FOUND,
    unit=SUBMITTED,
    period="2025",
    team=None,
    strength="organisation",
    problem="ORG-01",
    description="企业台账<b>不全</b>",
)
AGO = schema.now() - timedelta(days=120)

Prepared = dict[Stage, int]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Prepared]:
    """A finding of one county at each stage, due in a month; and one of another county."""
    file = tmp_path_factory.mktemp("built") / "province.duckdb"
    under_review.build(file, is_reviewed=False)
    store = Store(file)
    due, rectifying.DUE = rectifying.DUE, cases.local_day(schema.now()) + timedelta(days=30)
    numbers = {stage: put(store, stage, FOUND, AGO) for stage in course.STAGES}
    rectifying.DUE = due
    put(store, "assigned", replace(FOUND, unit=IN_REVIEW), AGO)
    store.close()
    return file, numbers


@pytest.fixture
def province(built: tuple[Path, Prepared], tmp_path: Path) -> tuple[Path, Prepared]:
    """A copy of what was built."""
    file, numbers = built
    return Path(shutil.copy(file, tmp_path / "province.duckdb")), numbers


@pytest.fixture
def prepared(province: tuple[Path, Prepared]) -> Prepared:
    return province[1]


@pytest.fixture
def open_findings(
    province: tuple[Path, Prepared], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Opener]:
    yield from _opener(province[0], monkeypatch)


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
        for event in course.EVENTS
        for key in keys
        if key.startswith((f"do_{event}_", f"open_{event}_"))
        and key.removeprefix("do_").removeprefix("open_")[len(event) + 1].isdigit()
    }


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_list_shows_every_finding_of_the_province(open_findings: Opener, lang: str) -> None:
    app = open_findings("rectification", part="all", lang=lang)
    assert not app.exception
    assert len(app.dataframe[0].value) == len(course.STAGES) + 1
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


@pytest.mark.parametrize("who", ["demo-county", "demo-reviewer", "demo-leader"])
def test_a_finding_has_exactly_the_buttons_one_may_press(
    open_findings: Opener, prepared: Prepared, who: str
) -> None:
    today = cases.local_day(schema.now())
    for stage, number in prepared.items():
        app = open_findings("rectification", as_=who, finding=str(number), lang="zh")
        assert not app.exception, stage
        case = cases.of(session.store(), OPERATOR, number)
        assert offered(app) == set(steps.actions(session.actor(), case, today)), stage


def test_every_form_opens_and_says_what_is_missing(
    open_findings: Opener, prepared: Prepared
) -> None:
    for who in ("demo-county", "demo-reviewer"):
        for stage, number in prepared.items():
            app = open_findings("rectification", as_=who, finding=str(number), lang="en")
            entry = cases.of(session.store(), OPERATOR, number).entry
            for event in sorted(offered(app)):
                if not course.EVENTS[event].needs_note and event != "plan":  # type: ignore[index]
                    continue
                name = f"{event}_{number}_{entry}"
                app = open_findings(
                    "rectification", as_=who, finding=str(number), doing=name, lang="en"
                )
                before = session.store().revision
                (button,) = [b for b in app.button if str(b.key) == f"now_{name}"]
                app = button.click().run()
                assert not app.exception, (stage, event)
                assert app.error, (stage, event)
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


def test_what_was_typed_stays_when_it_is_refused(open_findings: Opener, prepared: Prepared) -> None:
    number = prepared["under_way"]
    app = open_findings("rectification", as_="demo-county", finding=str(number), lang="zh")
    app = pressed(app, "open_ask_closing_")
    (box,) = [each for each in app.text_area if str(each.key).startswith("note_ask_closing_")]
    box.input("已经改好")
    with session.store().writing(
        actor="t", action="finding.test", subject=SUBMITTED, facts={}
    ) as cursor:
        steps.moved(
            cursor,
            [cases.of(session.store(), OPERATOR, number)],
            "report",
            "another",
            rectifying.given("report"),
        )
    app = pressed(app, "now_ask_closing_")
    assert app.error
    assert cases.of(session.store(), OPERATOR, number).stage == "under_way"


def test_many_are_assigned_at_once(open_findings: Opener) -> None:
    store = session.store()
    several = [put(store, "verified", FOUND, AGO) for _ in range(3)]
    app = open_findings("rectification", part="all", stage="verified", lang="zh")
    app = pressed(app, "open_together_assign")
    app = pressed(app, "now_together_assign")
    assert not app.exception
    assert not app.error
    assert {cases.of(store, OPERATOR, each).stage for each in several} == {"assigned"}


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


def test_nothing_found_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    under_review.build(tmp_path / "none.duckdb", is_reviewed=False)
    for opener in _opener(tmp_path / "none.duckdb", monkeypatch):
        app = opener("rectification", lang="zh")
        assert not app.exception
        assert app.info[0].value == Messages("zh")("rectification.nothing")


def test_an_empty_database_opens(open_empty: Opener) -> None:
    app = open_empty("rectification", lang="en")
    assert not app.exception
