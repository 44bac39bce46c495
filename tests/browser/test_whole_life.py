"""The whole life of a period, played in a browser by everybody it takes."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from assessment.demonstration.invention import photo
from assessment.framework.loader import DEFAULT, load
from assessment.kernel import codes
from assessment.kernel.actors import OPERATOR
from assessment.office.audit_trail import audit
from assessment.office.people import accounts
from assessment.office.people.session_manager import SessionManager
from assessment.store.database import Store
from assessment.survey.publishing import snapshots
from tests.browser.at_work import PASSWORD, WORDS, Person, filled_as_before
from tests.browser.conftest import PATIENCE, Devices, serve
from tests.kit.copies import copied
from tests.kit.signed_in import HERE

pytestmark = pytest.mark.browser

BY_FORM, BY_WORKBOOK = "430626", "430624"
PERIOD = "2025"

Enter = Callable[..., Person]


@pytest.fixture
def province(one_city: Path, tmp_path: Path) -> Path:
    """The city, and a second county's account."""
    file = copied(one_city, tmp_path / "life.duckdb")
    store = Store(file)
    scope = f"unit:{BY_WORKBOOK}"
    link = accounts.invite(
        store, OPERATOR, "clerk-b", name="湘阴县总工会", role="county", scope=scope
    )
    SessionManager(store).accept(link.token, PASSWORD, HERE)
    store.close()
    return file


@pytest.fixture
def enter(devices: Devices) -> Iterator[Enter]:
    """`enter(server.url, "demo-county")`: signed in, with a page of their own."""
    with ExitStack() as pages:

        def signed_in(address: str, account: str, password: str | None = None) -> Person:
            person = Person.signing_in(devices(), address, account, password)
            pages.callback(person.page.close)
            return person

        yield signed_in


def open_period(publisher: Person) -> None:
    publisher.open("/periods?lang=zh")
    publisher.press("open_open_period")
    publisher.reads(WORDS("periods.do.open_now"))
    publisher.press("open_now")
    publisher.reads(WORDS("periods.do.open_sure"))
    publisher.press("open_sure_now")
    publisher.reads(WORDS("periods.one", period=PERIOD))


def file_by_form(county: Person) -> None:
    """Everything as last year, one click each, but for two numbers that are typed."""
    county.open(f"/survey?lang=zh&period={PERIOD}")
    for strength in load(DEFAULT).strengths:
        county.part(strength.short.zh)
        expect(county.page.get_by_role("heading", name=strength.title.zh)).to_be_visible()
        county.settle()
        confirm_as_before(county)


def confirm_as_before(county: Person) -> None:
    """Every open question of a sheet."""
    same = county.page.get_by_role("button", name=WORDS("filing.same_as_before", said=""))
    while left := same.count():
        press_until(same.first, lambda left=left: expect(same).not_to_have_count(left))
        county.settle()


def press_until(button: Locator, seen: Callable[[], None]) -> None:
    """Press, and press again where the page was just being drawn anew, as anybody would."""
    for _ in range(6):
        button.click()
        with suppress(AssertionError):
            seen()
            return
    seen()


def submit(county: Person, unit: str) -> None:
    county.part(WORDS("filing.part.submit"))
    county.reads(WORDS("filing.submit.what_then"))
    leave_open = county.keyed(f"leave_open_{unit}_{PERIOD}")
    if leave_open.count():
        leave_open.locator("label").first.click()
    send = county.keyed(f"submit_{unit}_{PERIOD}").get_by_role("button")
    expect(send).to_be_enabled(timeout=PATIENCE)
    send.click()
    county.reads(WORDS("lifecycle.state.submitted"))


def file_by_workbook(county: Person, folder: Path) -> None:
    """Fetched, filled in elsewhere, handed in, looked at, taken over, submitted."""
    county.open(f"/survey?lang=zh&period={PERIOD}")
    county.part(WORDS("filing.part.workbook"))
    with county.page.expect_download() as fetched:
        county.keyed("download_form").get_by_role("button").click()
    workbook = folder / "form.xlsx"
    fetched.value.save_as(workbook)
    workbook.write_bytes(filled_as_before(workbook))
    county.page.locator("input[type=file]").set_input_files(workbook)
    county.page.locator("[class*=st-key-confirm_upload] button").click()
    county.reads(WORDS("filing.workbook.taken", count="").split()[0])
    county.settle()


def take_on(reviewer: Person, unit: str) -> None:
    reviewer.open(f"/review?lang=zh&period={PERIOD}&unit={unit}")
    reviewer.press("do_accept")
    reviewer.reads(WORDS("lifecycle.state.in_review"))
    reviewer.part(WORDS("review.show.open", count="").split("（")[0])


def send_item_back(reviewer: Person, note: str, request: codes.ReplyKind) -> None:
    """The first that is open."""
    page = reviewer.page
    page.locator("[class*=st-key-open_return_] button").first.click()
    pick(page.locator("[class*=st-key-reason_]"), WORDS("review.reason.no_evidence"))
    pick(page.locator("[class*=st-key-request_]"), WORDS.code("review.request", request))
    page.locator("[class*=st-key-return_note_] textarea").fill(note)
    until_gone(reviewer.keyed("item_return_now"))


def pick(box: Locator, word: str) -> None:
    """Choose from a list that opens, once the list before it has closed."""
    options = box.page.get_by_role("option")
    expect(options).to_have_count(0, timeout=PATIENCE)
    wanted = box.page.get_by_role("option", name=word, exact=True)
    press_until(box.get_by_role("combobox"), lambda: expect(wanted).to_be_visible())
    wanted.click()


def accept_what_is_plain(reviewer: Person) -> None:
    until_gone(reviewer.keyed("do_accept_all"))


def accept_one_by_one(reviewer: Person) -> None:
    reviewer.settle()
    each = reviewer.page.locator("[class*=st-key-accept_] button")
    while left := each.count():
        each.first.click()
        expect(each).not_to_have_count(left, timeout=PATIENCE)
        reviewer.settle()


def send_back(reviewer: Person) -> None:
    reviewer.press("open_return")
    reviewer.type("return_note", "请逐项答复。")
    until_gone(reviewer.keyed("return_now"))


def approve(reviewer: Person) -> None:
    until_gone(reviewer.keyed("do_approve"))
    reviewer.reads(WORDS("lifecycle.state.approved"))


def until_gone(keyed: Locator) -> None:
    """Press a button that does what it is for, and so goes away."""
    button = keyed.get_by_role("button")
    button.click()
    expect(button).to_have_count(0, timeout=PATIENCE)


def publish(publisher: Person, note: str) -> None:
    publisher.open(f"/snapshots?lang=zh&period={PERIOD}")
    publisher.press("open_publish")
    publisher.type("publish_note", note)
    publisher.keyed("publish_sure").locator("label").first.click()
    publisher.page.get_by_role("button", name=WORDS("snapshots.do_publish"), exact=True).click()
    publisher.settle()
    expect(publisher.keyed("publish_note")).to_have_count(0, timeout=PATIENCE)


STAYS = "台账在县档案馆，编号不变。"
COUNTED = "名册重新核过，多一家。"


def answer_returned(county: Person) -> None:
    """One by a file, beside another number and why; one by saying why it stays."""
    county.open(f"/survey?lang=zh&period={PERIOD}")
    county.reads(WORDS("filing.returned.title"))
    number = county.page.locator("[data-testid=stTextInput] input").first
    number.fill(str(int(number.input_value()) + 1))
    number.press("Tab")
    reads_of_the_reply(county, "partly", "change")
    explain(county.page.locator("[class*=st-key-explain_] textarea").first, COUNTED)
    reads_of_the_reply(county, "partly", "change", "explanation")
    county.page.locator("[class*=st-key-prove_] input[type=file]").first.set_input_files(
        {"name": "花名册.jpg", "mimeType": "image/jpeg", "buffer": photo.drawn()}
    )
    reads_of_the_reply(county, "answered", "change", "explanation", "evidence")
    explain(county.page.locator("[class*=st-key-explain_] textarea").last, STAYS)
    reads_of_the_reply(county, "answered", "explanation")


def explain(box: Locator, text: str) -> None:
    box.fill(text)
    box.press("Tab")


def reads_of_the_reply(county: Person, how: str, *replies: codes.ReplyKind) -> None:
    told = WORDS("filing.list").join(WORDS.code("review.reply", each) for each in replies)
    key = {"partly": "filing.returned.partly", "answered": "filing.returned.answered"}[how]
    county.reads(WORDS(key, replies=told))
    county.settle()


def reopen(reviewer: Person) -> None:
    reviewer.open(f"/review?lang=zh&period={PERIOD}&unit={BY_FORM}")
    reviewer.press("open_reopen")
    reviewer.type("reopen_note", "县里来函更正。")
    until_gone(reviewer.keyed("reopen_now"))


def correct(county: Person) -> None:
    county.open(f"/survey?lang=zh&period={PERIOD}&part=political_guidance")
    number = county.page.locator("[data-testid=stTextInput] input").first
    number.fill(str(int(number.input_value()) + 1))
    number.press("Tab")
    county.reads(WORDS("filing.state.value"))
    county.settle()


def both_stand(province: Path) -> None:
    """Recomputed, each gives the bytes it was published with; they differ by the correction."""
    store = Store(province)
    first, second = (snapshots.opened(store, OPERATOR, number) for number in (2, 3))
    assert snapshots.verified(store, OPERATOR, 2).same
    assert snapshots.verified(store, OPERATOR, 3).same
    assert first.head.content != second.head.content
    assert audit.verify(store, OPERATOR).holds
    store.close()


def test_a_period_lives_from_its_opening_to_a_correction_of_what_was_published(
    province: Path, enter: Enter, tmp_path: Path
) -> None:
    with serve(province) as server:
        publisher = enter(server.url, "demo-publisher")
        open_period(publisher)

        by_form = enter(server.url, "demo-county")
        file_by_form(by_form)
        submit(by_form, BY_FORM)
        by_workbook = enter(server.url, "clerk-b", PASSWORD)
        file_by_workbook(by_workbook, tmp_path)
        submit(by_workbook, BY_WORKBOOK)

        reviewer = enter(server.url, "demo-reviewer")
        take_on(reviewer, BY_WORKBOOK)
        accept_what_is_plain(reviewer)
        accept_one_by_one(reviewer)
        approve(reviewer)
        take_on(reviewer, BY_FORM)
        send_item_back(reviewer, "请附花名册。", "evidence")
        send_item_back(reviewer, "请说明口径。", "explanation")
        accept_what_is_plain(reviewer)
        accept_one_by_one(reviewer)
        send_back(reviewer)
        answer_returned(by_form)
        submit(by_form, BY_FORM)
        take_on(reviewer, BY_FORM)
        reviewer.reads(COUNTED)
        reviewer.reads(STAYS)
        accept_one_by_one(reviewer)
        approve(reviewer)

        publish(publisher, "第一次发布")
        leader = enter(server.url, "demo-leader")
        leader.open(f"/county?lang=zh&period={PERIOD}&unit={BY_FORM}")
        leader.reads("快照 2")

        reopen(reviewer)
        correct(by_form)
        submit(by_form, BY_FORM)
        take_on(reviewer, BY_FORM)
        accept_one_by_one(reviewer)
        approve(reviewer)
        leader.open(f"/county?lang=zh&period={PERIOD}&unit={BY_FORM}")
        leader.reads("快照 2")
        publish(publisher, "更正后再次发布")
        leader.open(f"/county?lang=zh&period={PERIOD}&unit={BY_FORM}")
        leader.reads("快照 3")
    both_stand(province)
