"""Signing in and out in a real browser, and what a server tells whoever has not."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import oidc_provider_mock
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from assessment.i18n import Messages
from assessment.services import accounts, sign_in
from assessment.services.people import OPERATOR
from assessment.services.sign_in import Door
from assessment.store.database import Store
from pages.ui import session
from tests.browser.conftest import PATIENCE, STANDS_STILL, Server, serve
from tests.signed_in import HERE, PASSWORD

pytestmark = pytest.mark.browser

EN = Messages("en")
PEOPLE = {
    "boss": "administrator",
    "li": "leader",
    "wang": "leader",
    "zhao": "leader",
    "sun@union.example": "leader",
}


def people(database: Path) -> Path:
    """An installation with nothing in it but people."""
    store = Store(database)
    door = Door(store)
    for account, role in PEOPLE.items():
        link = accounts.invite(store, OPERATOR, account, name=account, role=role, scope="province")
        door.leave(door.accept(link.token, PASSWORD, HERE))
    store.close()
    return database


@pytest.fixture(scope="module")
def peopled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return people(tmp_path_factory.mktemp("people") / "people.duckdb")


@pytest.fixture(scope="module")
def office(peopled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    copy = shutil.copy(peopled, tmp_path_factory.mktemp("office") / "office.duckdb")
    with serve(Path(copy)) as running:
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


def test_a_deep_link_leads_to_sign_in_and_back_to_itself(
    office: Server, anonymous: BrowserContext
) -> None:
    page = anonymous.new_page()
    page.goto(f"{office.url}/framework?lang=en&period=2024")
    assert urlsplit(page.url).path == "/login"
    assert page.title() == "Sign in · Six Strengths"
    sign_in_as(page, "li")
    arrived(page, "Framework")
    assert parse_qs(urlsplit(page.url).query)["period"] == ["2024"]


def test_the_cookie_is_for_the_server_alone(office: Server, anonymous: BrowserContext) -> None:
    page = begin(anonymous, office, "li")
    cookies = {cookie["name"]: cookie for cookie in anonymous.cookies()}
    kept = cookies[session.COOKIE]
    assert (kept["httpOnly"], kept["sameSite"], kept["path"]) == (True, "Lax", "/")
    assert kept["expires"] == -1, "the browser forgets it when it is closed"
    assert session.COOKIE not in page.evaluate("document.cookie")


def test_behind_https_the_cookie_never_travels_in_the_open(
    peopled: Path, tmp_path: Path, chromium: Browser
) -> None:
    copy = Path(shutil.copy(peopled, tmp_path / "https.duckdb"))
    with serve(copy) as running:
        context = chromium.new_context(extra_http_headers={"X-Forwarded-Proto": "https"})
        answer = context.request.get(f"{running.url}/login")
        assert "Secure" in answer.headers["set-cookie"]
        context.close()


def test_signing_in_needs_no_script(office: Server, chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{office.url}/framework?lang=en")
    sign_in_as(page, "li")
    page.wait_for_url("**/framework?lang=en")
    assert any(cookie["name"] == session.COOKIE for cookie in context.cookies())
    context.close()


def test_a_wrong_password_and_an_unknown_name_are_answered_alike(
    office: Server, anonymous: BrowserContext
) -> None:
    page, told = anonymous.new_page(), set()
    for account in ("wang", "nobody"):
        page.goto(f"{office.url}/login?lang=en")
        sign_in_as(page, account, "not the password")
        told.add(page.get_by_role("alert").inner_text())
    assert told == {EN("sign_in.refused")}


def test_guessing_ends_in_words_that_say_for_how_long(
    office: Server, anonymous: BrowserContext
) -> None:
    page = anonymous.new_page()
    page.goto(f"{office.url}/login?lang=en")
    for _ in range(sign_in.TRIES):
        sign_in_as(page, "zhao", "not the password")
        expect(page.get_by_role("alert")).to_have_text(EN("sign_in.refused"))
    sign_in_as(page, "zhao")
    expect(page.get_by_role("alert")).to_have_text(re.compile("Too many failures.*15 minutes"))


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

    other.get_by_role("radio", name="中文").or_(
        other.get_by_role("button", name="中文")
    ).first.click()
    expect(other.get_by_text(Messages("zh")("sign_in.left"))).to_be_visible()
    expect(other.locator("h1")).to_have_count(0)

    page.get_by_role("link", name=EN("sign_in.sign_in_again")).click()
    page.wait_for_url("**/login?**")
    page.go_back()
    page.wait_for_url("**/login?**")
    expect(page.locator("#account")).to_be_visible()


def test_who_is_disabled_while_at_work_is_out_at_the_next_click(
    office: Server, chromium: Browser, anonymous: BrowserContext
) -> None:
    at_work = begin(anonymous, office, "wang")
    desk = chromium.new_context()
    desk.set_default_timeout(PATIENCE)
    boss = begin(desk, office, "boss", "/people")
    boss.goto(f"{office.url}/people?lang=en&person=wang")
    arrived(boss, EN("people.title"))
    boss.get_by_role("button", name=EN("people.disable"), exact=True).click()
    boss.get_by_role("button", name=EN("people.sure", deed=EN("people.disable"))).click()
    expect(boss.get_by_text(EN("people.disabled", account="wang"))).to_be_visible()
    desk.close()

    at_work.get_by_role("radio", name="中文").or_(
        at_work.get_by_role("button", name="中文")
    ).first.click()
    expect(at_work.get_by_text(Messages("zh")("sign_in.disabled"))).to_be_visible()
    expect(at_work.locator("h1")).to_have_count(0)
    at_work.goto(f"{office.url}/framework?lang=en")
    assert urlsplit(at_work.url).path == "/login"
    assert EN("sign_in.disabled") in at_work.inner_text("body")


def test_an_invitation_is_a_link_to_choose_a_password_with(
    office: Server, chromium: Browser, anonymous: BrowserContext
) -> None:
    desk = chromium.new_context()
    desk.set_default_timeout(PATIENCE)
    boss = begin(desk, office, "boss", "/people")
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
    desk.close()

    page = anonymous.new_page()
    page.goto(f"{link}&lang=en")
    assert "新人 <b>" in page.inner_text("main")
    for first, second, said in (
        ("1234567890", "1234567890", "among the first that are guessed"),
        ("a long password", "another one", EN("sign_in.not_the_same")),
    ):
        page.fill("#new", first)
        page.fill("#again", second)
        page.get_by_role("button").click()
        expect(page.get_by_role("alert")).to_contain_text(said)
    page.fill("#new", "a long password")
    page.fill("#again", "a long password")
    page.get_by_role("button").click()
    page.wait_for_url(lambda url: "/invite" not in url)
    still(page)
    page.goto(f"{link}&lang=en")
    assert EN("sign_in.invitation_over") in page.inner_text("body")


def test_one_s_own_password_is_changed_on_a_page_of_its_own(
    office: Server, anonymous: BrowserContext
) -> None:
    page = begin(anonymous, office, "sun@union.example")
    page.get_by_role("link", name=EN("sign_in.change_title")).click()
    page.fill("#old", "not the password")
    page.fill("#new", "quite another one")
    page.fill("#again", "quite another one")
    page.get_by_role("button").click()
    expect(page.get_by_role("alert")).to_have_text(EN("sign_in.old_is_wrong"))
    page.fill("#old", PASSWORD)
    page.fill("#new", "quite another one")
    page.fill("#again", "quite another one")
    page.get_by_role("button").click()
    expect(page.get_by_role("status")).to_have_text(EN("sign_in.changed"))
    page.get_by_role("link", name=EN("sign_in.back")).click()
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


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "/logout",
    ],
)
def test_signing_in_leads_nowhere_else(
    office: Server, anonymous: BrowserContext, wanted: str
) -> None:
    page = anonymous.new_page()
    page.goto(f"{office.url}/login?lang=en&next={wanted}")
    sign_in_as(page, "li")
    page.wait_for_url(f"{office.url}/?lang=en**")


def test_a_form_from_elsewhere_signs_nobody_in_or_out(
    office: Server, anonymous: BrowserContext
) -> None:
    page = begin(anonymous, office, "li")
    form = {"account": "li", "password": PASSWORD, "form": "guessed", "lang": "en"}
    http = anonymous.request
    assert http.post(f"{office.url}/login", form=form).status == 403
    assert http.post(f"{office.url}/logout", form=form).status == 403
    word = next(c["value"] for c in anonymous.cookies() if c["name"] == "six_strengths_form")
    for headers in ({"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = http.post(f"{office.url}/logout", form={**form, "form": word}, headers=headers)
        assert answer.status == 403
    page.reload()
    arrived(page, "Framework")


def test_a_real_database_offers_and_accepts_no_demonstration_accounts(
    office: Server, anonymous: BrowserContext
) -> None:
    page = anonymous.new_page()
    page.goto(f"{office.url}/login?lang=en")
    assert page.locator("button[name=demonstration]").count() == 0
    word = page.locator("input[name=form]").first.get_attribute("value") or ""
    answer = anonymous.request.post(
        f"{office.url}/login",
        form={"demonstration": "demo-administrator", "form": word, "lang": "en"},
    )
    assert answer.status == 401


def test_an_identity_provider_says_who_and_we_say_whether(
    peopled: Path, tmp_path: Path, anonymous: BrowserContext
) -> None:
    mail = {"email": "sun@union.example", "email_verified": True}
    known = oidc_provider_mock.User(sub="42", claims=mail)
    stranger = oidc_provider_mock.User(
        sub="43", claims={"email": "who@union.example", "email_verified": True}
    )
    unsure = oidc_provider_mock.User(sub="44", claims={**mail, "email_verified": False})
    copy = Path(shutil.copy(peopled, tmp_path / "oidc.duckdb"))
    with oidc_provider_mock.run_server_in_thread(user_claims=[known, stranger, unsure]) as provider:
        settings = {
            "SIX_STRENGTHS_OIDC_ISSUER": f"http://localhost:{provider.server_port}",
            "SIX_STRENGTHS_OIDC_CLIENT_ID": "six-strengths",
            "SIX_STRENGTHS_OIDC_CLIENT_SECRET": "q8Zr2-vT5_xLp0aWm3",
        }
        with serve(copy, **settings) as running:
            for subject in ("43", "44"):
                page = identified(anonymous, running, subject)
                expect(page.get_by_role("alert")).to_contain_text("You have been identified")
                assert urlsplit(page.url).netloc == urlsplit(running.url).netloc
            page = identified(anonymous, running, "42")
            arrived(page, "Framework")
            expect(page.get_by_text("sun@union.example").first).to_be_visible()
            forged = anonymous.request.get(f"{running.url}/login/oidc/callback?state=x&code=y")
            assert forged.status == 403


def identified(browser: BrowserContext, at: Server, subject: str) -> Page:
    page = browser.new_page()
    page.goto(f"{at.url}/framework?lang=en")
    page.get_by_role("link", name=EN("sign_in.with_provider")).click()
    page.locator("input[name=sub]").fill(subject)
    page.locator("input[name=sub]").press("Enter")
    page.wait_for_url(f"{at.url}/**")
    return page


def test_a_proxy_on_this_machine_says_who_it_is(
    peopled: Path, tmp_path: Path, chromium: Browser
) -> None:
    copy = Path(shutil.copy(peopled, tmp_path / "proxy.duckdb"))
    with serve(copy, SIX_STRENGTHS_PROXY_HEADER="X-Remote-User") as running:
        context = chromium.new_context(extra_http_headers={"X-Remote-User": "li"})
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.goto(f"{running.url}/framework?lang=en")
        arrived(page, "Framework")
        context.set_extra_http_headers({"X-Remote-User": "boss"})
        page.goto(f"{running.url}/people?lang=en")
        arrived(page, EN("people.title"))
        context.set_extra_http_headers({"X-Remote-User": "stranger"})
        page.goto(f"{running.url}/framework?lang=en")
        expect(page.get_by_role("alert")).to_contain_text("stranger")
        context.close()


def test_without_being_told_to_the_server_believes_no_header(
    office: Server, chromium: Browser
) -> None:
    context = chromium.new_context(extra_http_headers={"X-Remote-User": "li"})
    page = context.new_page()
    page.goto(f"{office.url}/framework?lang=en")
    assert urlsplit(page.url).path == "/login"
    context.close()


@pytest.mark.parametrize("secret", ["secret", "changeme-changeme-changeme"])
def test_a_secret_anybody_knows_does_not_start_before_real_data(
    tmp_path: Path, secret: str
) -> None:
    settings = {
        "SIX_STRENGTHS_DB": str(tmp_path / "real.duckdb"),
        "SIX_STRENGTHS_OIDC_ISSUER": "http://localhost:9",
        "SIX_STRENGTHS_OIDC_CLIENT_ID": "x",
        "SIX_STRENGTHS_OIDC_CLIENT_SECRET": secret,
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
    assert secret not in done.stderr.replace("weak_secret", "").replace("CLIENT_SECRET", "")
