"""A problem's whole life: seen on a phone, put right by the county, closed, and back again."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import TimeoutError, expect

from assessment.demonstration.invention import photo
from assessment.exchange import answers_csv
from assessment.field.visits import visit_log
from assessment.framework.loader import DEFAULT, load
from assessment.framework.questions import asked_in
from assessment.kernel import clock
from assessment.kernel.actors import OPERATOR, Actor
from assessment.office.people import accounts
from assessment.office.people.session_manager import SessionManager
from assessment.rectification.findings import cases
from assessment.store.database import Store
from assessment.survey.filing import survey_files
from assessment.survey.periods import period_opening
from assessment.survey.publishing import snapshots
from tests.browser.at_work import PASSWORD, WORDS, Person
from tests.browser.conftest import PATIENCE, PHONE, Devices, Server, serve
from tests.kit.copies import copied
from tests.kit.signed_in import HERE

pytestmark = pytest.mark.browser

PINGJIANG = "430626"
PERIOD, NEXT = "2025", str(clock.today().year + 1)
"""The last ends after the day on which the test closes the problem."""
MISSED, OTHER = "联席会议今年没有开过", "驿站三处晚上关门"
PROBLEM = "INS-01"

TRIES = 10

Enter = Callable[..., Person]


@pytest.fixture
def province(one_city: Path, tmp_path: Path) -> Path:
    """The city with another year open, and an account for a team of Pingjiang."""
    file = copied(one_city, tmp_path / "field.duckdb")
    store = Store(file)
    period_opening.open_period(store, OPERATOR, PERIOD, date(2099, 1, 31))
    team = next(
        where.team
        for where in visit_log.places(store, OPERATOR)
        if (where.unit, where.link) == (PINGJIANG, "stay_in")
    )
    scope = f"team:{team}"
    link = accounts.invite(store, OPERATOR, "team-b", name="队员乙", role="team", scope=scope)
    SessionManager(store).accept(link.token, PASSWORD, HERE)
    store.close()
    return file


@pytest.fixture
def enter(devices: Devices) -> Iterator[Enter]:
    with ExitStack() as pages:

        def signed_in(server: Server, account: str, password: str | None = None) -> Person:
            person = Person.signing_in(devices(PHONE), server.url, account, password)
            pages.callback(person.page.close)
            return person

        yield signed_in


def write_down(team: Person, number: int, words: str, strength: str, problem: str | None) -> None:
    """One of the findings of a visit."""
    team.page.get_by_role("button", name=WORDS("visit.add_finding")).click()
    team.reads(WORDS("visit.finding_number", number=number))
    team.settle()
    box = team.page.get_by_label(WORDS("visit.description")).nth(number - 1)
    box.fill(words)
    box.press("Tab")
    team.settle()
    group = team.page.locator("[data-testid=stButtonGroup]", has_text=strength).nth(number - 1)
    group.get_by_role("radio", name=strength).or_(
        group.get_by_role("button", name=strength)
    ).first.click()
    # With its strength known, the finding is asked which problem it is.
    choices = team.page.get_by_role("combobox", name=WORDS("visit.problem"))
    expect(choices).to_have_count(number, timeout=PATIENCE)
    team.settle()
    if problem:
        option = team.page.get_by_role("option", name=problem)
        for _ in range(TRIES):
            # What was saved meanwhile draws the form anew, and shuts a list that had just opened.
            choices.nth(number - 1).press("ArrowDown")
            with suppress(TimeoutError):
                option.click(timeout=PATIENCE / TRIES)
                break
        else:
            option.click()
        team.settle()


def log_a_visit(team: Person) -> None:
    """As somebody standing there does: a photo, two findings, sent."""
    team.open("/visit?lang=zh")
    team.part(WORDS("visit.part_visit"))
    team.reads(WORDS("visit.no_names"))
    team.settle()
    team.page.locator("input[type=file]").set_input_files(
        {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": photo.drawn()}
    )
    team.page.get_by_test_id("stImage").first.wait_for()
    team.settle()
    strengths = {each.code: each.short.zh for each in load(DEFAULT).strengths}
    write_down(team, 1, MISSED, strengths["institutions"], PROBLEM)
    write_down(team, 2, OTHER, strengths["service_venues"], None)
    team.page.get_by_role("button", name=WORDS("visit.send"), exact=True).click()
    team.reads("平江县，2 条问题")


def shows(person: Person, *texts: str) -> None:
    """Somewhere on the page, in a table too, of which the browser keeps a hidden copy to read."""
    for text in texts:
        person.page.get_by_text(text).first.wait_for(state="attached")


def step(person: Person, number: int, event: str, *, note: str = "", **typed: str) -> None:
    """One event of a finding, by the buttons its page shows."""
    person.open(f"/rectification?lang=zh&finding={number}")
    pressed = person.page.locator(f"[class*='st-key-do_{event}_'] button")
    if not pressed.count():
        pressed = person.page.locator(f"[class*='st-key-now_{event}_'] button")
        person.page.locator(f"[class*='st-key-open_{event}_'] button").click()
        pressed.wait_for()
        for name, text in {"note": note, **typed}.items():
            if text:
                person.page.locator(f"[class*='st-key-{name}_{event}_']").locator(
                    "input, textarea"
                ).first.fill(text)
        if event == "ask_closing":
            person.page.locator("input[type=file]").set_input_files(
                {"name": "佐证.jpg", "mimeType": "image/jpeg", "buffer": photo.drawn()}
            )
            person.reads("佐证.jpg")
    pressed.click()
    pressed.wait_for(state="detached")
    person.settle()


def found(file: Path) -> Sequence[cases.Case]:
    """What the team wrote down, in the order of the numbers. Nobody else has the file open."""
    store = Store(file)
    try:
        listed = cases.listed(store, Actor("test", "reviewer", live=True))
        return [case for case in listed if case.description in (MISSED, OTHER)]
    finally:
        store.close()


def fail_again(file: Path) -> None:
    """In the next year no joint meeting is held either, and that is published."""
    store, framework = Store(file), load(DEFAULT)
    period_opening.open_period(store, OPERATOR, NEXT, date(2099, 1, 31))
    values = {each.code: answers_csv.UNAVAILABLE for each in asked_in(framework, NEXT)}
    values["joint_meetings_n"] = "0"
    lines = (f"{PINGJIANG},{NEXT},{code},{value}" for code, value in values.items())
    said = "\n".join(["unit,period,field,value", *lines])
    survey_files.file_answers_csv(store, framework, OPERATOR, "again.csv", said.encode())
    publisher = Actor("publisher", "publisher", live=True)
    snapshots.publish(store, DEFAULT.read_text("utf-8"), publisher, NEXT, "年度发布")
    store.close()


def test_a_problem_is_seen_put_right_closed_and_comes_back(province: Path, enter: Enter) -> None:
    with serve(province) as server:
        team = enter(server, "team-b", PASSWORD)
        log_a_visit(team)
        for page in (f"/county?lang=zh&unit={PINGJIANG}", "/team?lang=zh"):
            team.open(page)
            shows(team, MISSED, OTHER)
            team.page.get_by_test_id("stImage").first.wait_for(state="attached")
    first, second = found(province)
    assert (first.problem, first.stage, second.stage) == (PROBLEM, "clue", "clue")

    with serve(province) as server:
        reviewer = enter(server, "demo-reviewer")
        problems = f"/problems?lang=zh&period={PERIOD}&basis=live&problem={PROBLEM}"
        reviewer.open(problems)
        assert reviewer.page.get_by_text(MISSED).count() == 0
        step(reviewer, first.finding, "verify")
        reviewer.open(problems)
        shows(reviewer, MISSED)  # in a list that is opened when somebody asks what teams found
        step(reviewer, first.finding, "assign", note="请按期整改")
        county = enter(server, "demo-county")
        step(county, first.finding, "sign")
        step(
            county,
            first.finding,
            "plan",
            text="列入政府会议计划，年内召开",
            leader="分管副县长",
            department="办公室",
            owner="经办人",
        )
        county.open("/rectification?lang=zh")
        county.press(f"card_{first.finding}")
        county.page.wait_for_url(f"**finding={first.finding}*")
        step(county, first.finding, "report", note="议题已征集")
        step(county, first.finding, "ask_closing", note="会议已召开，纪要见附件")
        step(enter(server, "team-b", PASSWORD), first.finding, "check", note="查看了纪要原件")
        step(reviewer, first.finding, "accept")
        reviewer.reads(WORDS("course.stage.closed"))
    assert found(province)[0].stage == "closed"

    fail_again(province)
    with serve(province) as server:
        county = enter(server, "demo-county")
        county.open(f"/rectification?lang=zh&finding={first.finding}")
        county.reads(WORDS("course.event.reopen"))
        county.reads("查看了纪要原件")
    assert (found(province)[0].stage, found(province)[0].reopened) == ("assigned", 1)
