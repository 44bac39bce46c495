"""What only a browser can tell of the frame: the first link, the Back button, other sites."""

from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import APIRequestContext, BrowserContext, expect

from assessment.framework.loader import DEFAULT
from assessment.i18n import LANGUAGES, Messages
from pages.ui import site
from pages.ui.server import HEADERS
from tests.browser.conftest import DESKTOP, PHONE, Server, Visit, Visitor, serve
from tests.copies import copied

pytestmark = pytest.mark.browser


def heading(visit: Visit, text: str) -> None:
    """Wait until the page is the one with this heading, and still."""
    visit.page.locator("h1", has_text=text).wait_for()
    visit.settle()


def codes(visit: Visit) -> dict[str, list[str]]:
    return parse_qs(urlsplit(visit.page.url).query)


def test_the_first_link_after_a_start_goes_through_the_main_script(
    demo_database: Path, tmp_path: Path, visitor: Visitor
) -> None:
    """Streamlit has run a page without it, or put "Page not found" over it. See decision 0004."""
    database = copied(demo_database, tmp_path / "fresh.duckdb")
    with serve(database) as fresh:
        first = visitor(fresh, "/rankings?lang=en")
        heading(first, "Rankings")
        assert first.page.get_by_text("Demonstration data").first.is_visible()
        assert first.page.get_by_role("link", name="Liaison coverage").is_visible()
        assert first.page.get_by_role("dialog").count() == 0
        assert first.page.title() == "Rankings · Six Strengths"
        assert first.complaints() == []


@pytest.mark.parametrize("path", ["/", "/rankings", "/healthz", "/_stcore/health", "/nowhere"])
def test_every_answer_tells_the_browser_to_ask_no_other_host(
    server: Server, http: APIRequestContext, path: str
) -> None:
    headers = http.get(server.url + path).headers
    assert {name: headers[name.lower()] for name in HEADERS} == dict(HEADERS)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", ["/nowhere", "/nowhere/at/all", "/rankings/430626", "/%3Cb%3E"])
def test_an_address_nobody_has_is_told_in_words_and_leads_back(
    server: Server, contexts: Callable[..., BrowserContext], path: str, lang: str
) -> None:
    page = contexts(DESKTOP, server).new_page()
    answer = page.goto(f"{server.url}{path}?lang={lang}")
    assert answer is not None
    assert answer.status == 404
    assert Messages(lang)("app.not_found") in page.inner_text("body")
    page.get_by_role("link").click()
    page.locator("h1", has_text=Messages(lang)("overview.title")).wait_for()
    page.close()


@pytest.mark.parametrize("path", ["visit/file", "visit", "", "/visit/file", "visit/file/more"])
def test_a_file_is_taken_from_our_own_open_pages_only(
    server: Server, http: APIRequestContext, path: str
) -> None:
    """Or anybody could fill the server's memory."""
    for method in ("PUT", "POST"):
        answer = http.fetch(f"{server.url}/_stcore/upload_file/{path}", method=method, data="x")
        assert answer.status in (400, 403, 404, 405)


def test_the_browser_itself_refuses_another_host(visit: Visitor) -> None:
    seen = visit("/framework?lang=en")
    refused = seen.page.evaluate(
        "() => fetch('http://localhost:9/').then(() => 'sent', () => 'refused')"
    )
    assert refused == "refused"
    assert any("Content Security Policy" in text for text in seen.said)


def test_health_says_that_the_database_answers(server: Server, http: APIRequestContext) -> None:
    health = http.get(f"{server.url}/healthz").json()
    assert health["status"] == "ok"
    assert health["revision"] > 0


@pytest.mark.parametrize(
    ("origin", "host", "status"),
    [
        ("http://127.0.0.1:{port}", "127.0.0.1:{port}", 101),
        ("http://stranger.example", "127.0.0.1:{port}", 403),
        # Another site on this machine, which Streamlit alone would let in.
        ("http://localhost:{port}", "127.0.0.1:{port}", 403),
        # A name of the stranger's own that he has let point to us.
        ("http://stranger.example:{port}", "stranger.example:{port}", 403),
    ],
)
def test_only_our_own_pages_may_open_a_websocket(
    server: Server, origin: str, host: str, status: int
) -> None:
    port = urlsplit(server.url).port
    asking = HTTPConnection("127.0.0.1", port)
    key = "AAAAAAAAAAAAAAAAAAAAAA=="
    asking.request(
        "GET",
        "/_stcore/stream",
        headers={
            **{"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"},
            **{"Origin": origin.format(port=port), "Host": host.format(port=port)},
            "Sec-WebSocket-Key": key,
            "Cookie": server.cookie(),
        },
    )
    assert asking.getresponse().status == status
    asking.close()
    assert not any("external" in line for line in server.log), "it asked another host who we are"


def test_the_language_of_the_link_is_the_page_s_language(visit: Visitor) -> None:
    for lang, tag in (("zh", "zh-CN"), ("en", "en")):
        seen = visit(f"/framework?lang={lang}")
        assert seen.page.locator("html").get_attribute("lang") == tag
        heading(seen, Messages(lang)("framework.title"))


def test_language_and_period_come_along_and_back_goes_back(visit: Visitor) -> None:
    seen = visit("/rankings?lang=en&period=2023")
    seen.page.get_by_role("link", name="County profile").click()
    heading(seen, "County profile")
    assert codes(seen)["lang"] == ["en"]
    assert codes(seen)["period"] == ["2023"]
    seen.page.get_by_role("radio", name="中文").or_(
        seen.page.get_by_role("button", name="中文")
    ).first.click()
    heading(seen, "县级画像")
    assert codes(seen)["lang"] == ["zh"]
    seen.page.go_back()
    heading(seen, "County profile")
    assert codes(seen)["lang"] == ["en"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_before_the_program_has_arrived_a_sentence_stands_there(
    server: Server, http: APIRequestContext, lang: str
) -> None:
    assert Messages(lang)("app.opening") in http.get(f"{server.url}/rankings?lang={lang}").text()


def test_the_first_page_opens_by_its_own_name_too(visit: Visitor) -> None:
    seen = visit("/overview?lang=en&period=2023")
    heading(seen, "Overview")
    assert seen.page.get_by_role("dialog").count() == 0
    assert codes(seen)["period"] == ["2023"]
    assert seen.complaints() == []


def test_one_press_of_back_leads_back(visit: Visitor) -> None:
    """What a page adds to its link is no step, or Back would lead to where it is added again."""
    seen = visit("/rankings?lang=en&grade=strong")
    before = seen.page.url
    seen.page.get_by_role("link", name="Common problems", exact=True).click()
    heading(seen, "Common problems")
    seen.page.wait_for_url("**problem=**")
    seen.page.go_back()
    heading(seen, "Rankings")
    assert codes(seen)["grade"] == parse_qs(urlsplit(before).query)["grade"]
    seen.page.go_forward()
    heading(seen, "Common problems")


def test_a_menu_link_opened_in_a_new_tab_keeps_language_and_period(visit: Visitor) -> None:
    seen = visit("/rankings?lang=en&period=2023")
    href = seen.page.get_by_role("link", name="Liaison coverage").get_attribute("href")
    again = visit(f"/{href}")
    heading(again, "Liaison coverage")
    assert codes(again)["period"] == ["2023"]


def test_what_is_typed_is_in_the_link_and_back_leaves_the_page(visit: Visitor) -> None:
    seen = visit("/overview?lang=en")
    seen.page.get_by_role("link", name="Rankings").click()
    heading(seen, "Rankings")
    seen.page.get_by_role("searchbox").press_sequentially("pingj")
    seen.page.wait_for_url("**search=pingj*")
    seen.settle()
    assert "Shown here: 1" in seen.page.get_by_test_id("stMain").inner_text()
    seen.page.go_back()
    heading(seen, "Overview")


def test_the_document_s_language_follows_the_switch(visit: Visitor) -> None:
    seen = visit("/framework?lang=zh")
    seen.page.get_by_role("radio", name="English").or_(
        seen.page.get_by_role("button", name="English")
    ).first.click()
    heading(seen, "Framework")
    expect(seen.page.locator("html")).to_have_attribute("lang", "en")


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_streamlit_s_english_buttons_are_not_over_a_table(visit: Visitor, width: int) -> None:
    seen = visit("/rankings?lang=zh", width=width)
    seen.page.get_by_test_id("stDataFrame").first.hover()
    toolbar = seen.page.get_by_test_id("stElementToolbar")
    assert not any(each.is_visible() for each in toolbar.all())


def test_on_paper_a_profile_is_whole_and_without_the_menu(visit: Visitor) -> None:
    seen = visit("/county?lang=zh&unit=430626")
    seen.page.emulate_media(media="print")
    seen.page.set_viewport_size({"width": 760, "height": 1000})
    seen.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(seen.page.get_by_test_id("stSidebar")).to_be_hidden()
    for drawing in seen.page.locator(".stPlotlyChart .main-svg").all():
        box = drawing.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= 760
        assert drawing.get_attribute("viewBox")
    seen.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert not seen.page.locator(".main-svg[viewBox]").count()


def test_what_is_picked_is_in_the_link_and_the_link_picks_it(visit: Visitor) -> None:
    seen = visit("/rankings?lang=en")
    seen.page.get_by_role("combobox", name="Strength").click()
    seen.page.get_by_role("option", name="Strong service venues").click()
    seen.page.wait_for_url("**strength=service_venues**")
    seen.settle()
    again = visit(f"/rankings?{urlsplit(seen.page.url).query}")
    expect(again.page.get_by_role("combobox", name="Strength")).to_have_value(
        "Strong service venues"
    )


def test_on_a_phone_the_menu_closes_when_a_page_is_chosen(visit: Visitor) -> None:
    seen = visit("/rankings?lang=en", width=PHONE)
    seen.page.get_by_test_id("stExpandSidebarButton").click()
    seen.page.get_by_role("link", name="Framework").click()
    heading(seen, "Framework")
    seen.page.get_by_test_id("stExpandSidebarButton").wait_for()


@pytest.mark.parametrize("page", site.PAGES)
def test_a_database_nobody_filled_gives_sentences(
    empty: Server, visitor: Visitor, page: str
) -> None:
    path = "/" if page == site.FIRST else f"/{page}"
    assert visitor(empty, f"{path}?lang=en", width=PHONE).complaints() == []


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serve(tmp_path_factory.mktemp("empty") / "empty.duckdb") as running:
        yield running


def test_a_broken_framework_is_explained_in_the_browser(tmp_path: Path, visitor: Visitor) -> None:
    broken = tmp_path / "indicators.yaml"
    broken.write_text(DEFAULT.read_text("utf-8").replace("smallest_pool:", "pool:"), "utf-8")
    with serve(tmp_path / "empty.duckdb", SIX_STRENGTHS_FRAMEWORK=str(broken)) as running:
        seen = visitor(running, "/coverage?lang=zh", width=PHONE)
        assert seen.complaints() == []
        assert "indicators.yaml" in seen.page.get_by_test_id("stAlert").first.inner_text()
        assert seen.page.locator("h1").count() == 0
