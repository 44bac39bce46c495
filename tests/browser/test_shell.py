"""What only a browser can tell of the frame: the first link, the Back button, other sites."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from assessment.framework.loader import DEFAULT
from pages.kit import site
from tests.browser.conftest import DESKTOP, PHONE, Server, Visit, Visitor, serve
from tests.kit.copies import copied

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


def test_the_browser_itself_refuses_another_host(visit: Visitor) -> None:
    seen = visit("/framework?lang=en")
    refused = seen.page.evaluate(
        "() => fetch('http://localhost:9/').then(() => 'sent', () => 'refused')"
    )
    assert refused == "refused"
    assert any("Content Security Policy" in text for text in seen.said)


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
    href = seen.page.get_by_role("link", name="Common problems", exact=True).get_attribute("href")
    again = visit(f"/{href}")
    heading(again, "Common problems")
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


@dataclass(frozen=True)
class Installation:
    """A server whose framework a test may break."""

    server: Server
    framework: Path


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    folder = tmp_path_factory.mktemp("empty")
    framework = Path(shutil.copy(DEFAULT, folder / "indicators.yaml"))
    with serve(folder / "empty.duckdb", SIX_STRENGTHS_FRAMEWORK=str(framework)) as running:
        yield Installation(running, framework)


@pytest.mark.parametrize("page", site.PAGES)
def test_a_database_nobody_filled_gives_sentences(
    empty: Installation, visitor: Visitor, page: str
) -> None:
    path = "/" if page == site.FIRST else f"/{page}"
    assert visitor(empty.server, f"{path}?lang=en", width=PHONE).complaints() == []


def test_a_broken_framework_is_explained_in_the_browser(
    empty: Installation, visitor: Visitor
) -> None:
    text = empty.framework.read_text("utf-8")
    empty.framework.write_text(text.replace("smallest_pool:", "pool:"), "utf-8")
    try:
        seen = visitor(empty.server, "/coverage?lang=zh", width=PHONE)
    finally:
        empty.framework.write_text(text, "utf-8")
    assert seen.complaints() == []
    assert "indicators.yaml" in seen.page.get_by_test_id("stAlert").first.inner_text()
    assert seen.page.locator("h1").count() == 0


def test_unless_told_of_a_proxy_nobody_s_word_on_https_is_believed(empty: Installation) -> None:
    """Not by uvicorn either, which believes whatever comes from this machine."""
    line = HTTPConnection(urlsplit(empty.server.url).netloc)
    line.request("GET", "/login", headers={"X-Forwarded-Proto": "https"})
    assert "Secure" not in str(line.getresponse().getheader("set-cookie"))
    line.close()
