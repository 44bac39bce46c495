"""Signing in and out in a real browser, and what a server tells whoever has not."""

import gc
import os
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from assessment.i18n import Messages
from assessment.kernel.actors import OPERATOR
from assessment.office.people import accounts
from assessment.office.people.session_manager import SessionManager
from assessment.store.database import Store
from pages.kit import session
from tests.browser.conftest import (
    PATIENCE,
    PHONE,
    STANDS_STILL,
    Devices,
    Server,
    serve,
    sit_down,
)
from tests.kit.signed_in import HERE, PASSWORD

pytestmark = pytest.mark.browser

EN = Messages("en")
PEOPLE = {"boss": "administrator", "li": "leader", "wang": "leader"}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """An installation with nothing in it but people; a proxy may say who somebody is."""
    database = tmp_path_factory.mktemp("office") / "office.duckdb"
    store = Store(database)
    door = SessionManager(store)
    for account, role in PEOPLE.items():
        link = accounts.invite(store, OPERATOR, account, name=account, role=role, scope="province")
        door.leave(door.accept(link.token, PASSWORD, HERE))
    store.close()
    del store, door
    gc.collect()
    with serve(database, SIX_STRENGTHS_PROXY_HEADER="X-Remote-User") as running:
        yield running


def still(page: Page) -> None:
    page.wait_for_function(STANDS_STILL, timeout=PATIENCE)


def sign_in_as(page: Page, account: str, password: str = PASSWORD) -> None:
    page.fill("#account", account)
    page.fill("#password", password)
    page.get_by_role("button", name=EN("sign_in.enter")).click()


def arrived(page: Page, heading: str) -> None:
    page.locator("h1", has_text=heading).wait_for()
    still(page)


def begin(browser: BrowserContext, at: Server, account: str, path: str = "/framework") -> Page:
    page = browser.new_page()
    page.goto(f"{at.url}{path}?lang=en")
    sign_in_as(page, account)
    arrived(page, {"/framework": "Framework", "/people": EN("people.title")}[path])
    return page


def switch_to_chinese(page: Page) -> None:
    page.get_by_role("radio", name="中文").or_(
        page.get_by_role("button", name="中文")
    ).first.click()


@pytest.fixture
def anonymous(office: Server, devices: Devices) -> Iterator[BrowserContext]:
    """The browser at the desk, in which nobody has signed in and nothing is open."""
    yield from used(devices(), office)


@pytest.fixture
def boss(office: Server, devices: Devices) -> Iterator[Page]:
    """The administrator's page, on the other device of the two."""
    for device in used(devices(PHONE), office):
        yield begin(device, office, "boss", "/people")


def used(device: BrowserContext, at: Server) -> Iterator[BrowserContext]:
    sit_down(device, at)
    before = device.pages
    yield device
    for page in device.pages:
        if page not in before:
            page.close()


def test_a_deep_link_leads_to_sign_in_and_back_to_itself(
    office: Server, anonymous: BrowserContext
) -> None:
    page = anonymous.new_page()
    page.goto(f"{office.url}/framework?lang=en&period=2024")
    assert urlsplit(page.url).path == "/login"
    sign_in_as(page, "li")
    arrived(page, "Framework")
    assert parse_qs(urlsplit(page.url).query)["period"] == ["2024"]
    assert session.COOKIE not in page.evaluate("document.cookie")
    page.get_by_role("link", name=EN("sign_in.change_title")).click()
    page.locator("#old").wait_for()


def test_after_signing_out_neither_back_nor_another_tab_shows_anything(
    office: Server, anonymous: BrowserContext
) -> None:
    page = begin(anonymous, office, "li")
    other = anonymous.new_page()
    other.goto(f"{office.url}/framework?lang=en")
    arrived(other, "Framework")
    page.get_by_role("button", name=EN("sign_in.sign_out")).click()
    expect(page.get_by_text(EN("sign_in.left"))).to_be_visible()
    expect(page.locator("h1")).to_have_count(0)

    switch_to_chinese(other)
    other.wait_for_url("**/login?**")
    expect(other.get_by_text(EN("sign_in.left"))).to_be_visible()

    page.get_by_role("link", name=EN("sign_in.sign_in_again")).click()
    page.wait_for_url("**/login?**")
    page.go_back()
    page.wait_for_url("**/login?**")
    expect(page.locator("#account")).to_be_visible()


def test_who_is_disabled_while_at_work_is_out_at_the_next_click(
    office: Server, anonymous: BrowserContext, boss: Page
) -> None:
    at_work = begin(anonymous, office, "wang")
    boss.goto(f"{office.url}/people?lang=en&person=wang")
    arrived(boss, EN("people.title"))
    boss.get_by_role("button", name=EN("people.disable"), exact=True).click()
    boss.get_by_role("button", name=EN("people.sure", deed=EN("people.disable"))).click()
    expect(boss.get_by_text(EN("people.disabled", account="wang"))).to_be_visible()

    switch_to_chinese(at_work)
    at_work.wait_for_url("**/login?**")
    expect(at_work.get_by_text(EN("sign_in.disabled"))).to_be_visible()
    at_work.goto(f"{office.url}/framework?lang=en")
    assert urlsplit(at_work.url).path == "/login"
    assert EN("sign_in.disabled") in at_work.inner_text("body")


def test_an_invitation_is_a_link_to_choose_a_password_with(
    office: Server, anonymous: BrowserContext, boss: Page
) -> None:
    boss.goto(f"{office.url}/people?lang=en&part=invite")
    arrived(boss, EN("people.title"))
    boss.get_by_role("combobox", name=EN("people.role_title")).click()
    boss.get_by_role("option", name=EN("people.role.publisher")).click()
    boss.get_by_text(EN("people.scope_province")).wait_for()
    boss.get_by_role("textbox", name=EN("people.account"), exact=True).fill("new.one")
    boss.get_by_role("textbox", name=EN("people.name"), exact=True).fill("新人 <b>")
    boss.get_by_role("button", name=EN("people.invite")).click()
    boss.get_by_text(EN("people.link_once")).wait_for()
    link = boss.get_by_test_id("stCode").inner_text().strip()
    assert link.startswith(f"{office.url}/invite?token=")

    page = anonymous.new_page()
    page.goto(f"{link}&lang=en")
    assert "新人 <b>" in page.inner_text("main")
    page.fill("#new", "a long password")
    page.fill("#again", "a long password")
    page.get_by_role("button").click()
    page.wait_for_url(lambda url: "/invite" not in url)
    still(page)


# What a server tells whoever has not signed in.

CLOSED = (
    *(
        "/_stcore/health",
        "/_stcore/metrics",
        "/_stcore/host-config",
        "/_stcore/script-health-check",
    ),
    *("/media/x.xlsx", "/static/js/index.js", "/component/x/index.html"),
    *("/app/static/page.js", "/app/static/boundaries/units.geojson"),
    *("/app/static/../../data/units.csv", "/login/../_stcore/metrics", "/app/static//page.js"),
)


def asked(at: Server, path: str, method: str = "GET", **headers: str) -> tuple[int, str]:
    """What the server answers, without a browser that would tidy the address."""
    port = urlsplit(at.url).port
    line = HTTPConnection("127.0.0.1", port)
    line.request(method, path, headers={"Host": f"127.0.0.1:{port}", **headers})
    answer = line.getresponse()
    told = answer.status, answer.getheader("location") or answer.read().decode(errors="replace")
    line.close()
    return told


@pytest.mark.parametrize("path", CLOSED)
def test_nothing_is_answered_to_whoever_has_not_signed_in(office: Server, path: str) -> None:
    status, told = asked(office, path)
    assert status in (401, 404) or (status == 303 and told.startswith("/login"))


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_no_file_is_taken_from_whoever_has_not_signed_in(office: Server, method: str) -> None:
    assert asked(office, "/_stcore/upload_file/visit/file", method)[0] == 401


@pytest.mark.parametrize("cookie", [None, f"{session.COOKIE}=", f"{session.COOKIE}=" + "x" * 43])
def test_no_socket_opens_without_a_session(office: Server, cookie: str | None) -> None:
    upgrade = {
        **{"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"},
        **{"Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==", "Origin": office.url},
    }
    given = {"Cookie": cookie} if cookie else {}
    assert asked(office, "/_stcore/stream", **upgrade, **given)[0] == 403


@pytest.mark.parametrize("path", ["/healthz", "/login", "/app/static/sign_in.css"])
def test_the_way_in_is_open(office: Server, path: str) -> None:
    assert asked(office, path)[0] == 200


def test_a_proxy_on_this_machine_says_who_it_is(office: Server) -> None:
    page, proxy = "/framework?lang=en", {"X-Remote-User": "li"}
    login = asked(office, page, **proxy)[1]
    assert asked(office, login, **proxy) == (303, page)
    assert asked(office, login)[0] == 200, "nobody is vouched for, and has to sign in"


def test_a_secret_anybody_knows_ends_the_start_before_real_data(tmp_path: Path) -> None:
    settings = {
        "SIX_STRENGTHS_DB": str(tmp_path / "real.duckdb"),
        "SIX_STRENGTHS_OIDC_ISSUER": "http://localhost:9",
        "SIX_STRENGTHS_OIDC_CLIENT_ID": "x",
        "SIX_STRENGTHS_OIDC_CLIENT_SECRET": "secret",
    }
    done = subprocess.run(
        [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port=0"],
        cwd=session.ROOT,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode != 0
    assert "SIX_STRENGTHS_OIDC_CLIENT_SECRET" in done.stderr
