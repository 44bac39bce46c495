"""The field log on a phone with a slow or broken line: photos wait, and what is typed is kept."""

import io
import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from assessment.i18n import Messages
from scripts import browsing, serving
from tests.browser.conftest import HEIGHT, PHONE
from tests.kit.copies import copied
from tests.kit.line import Line

pytestmark = pytest.mark.browser

T = Messages("zh")
SLOW = {"offline": False, "latency": 50, "downloadThroughput": 500_000, "uploadThroughput": 60_000}
"""Bytes a second, as in the hills."""

TOO_SMALL = """() => [...document.querySelectorAll(
    '[data-testid=stMain] button, [data-testid=stMain] input, textarea, summary')]
    .filter(each => !each.matches('[type=file], [type=date]'))
    .filter(each => each.checkVisibility() && each.offsetWidth > 1
        && !each.closest('.hidden-dateinput-container, [data-testid=stTooltipHoverTarget]'))
    .filter(each => each.closest('.react-aria-ComboBox > div, .stDateInputField')
        ? each.closest('.react-aria-ComboBox > div, .stDateInputField').offsetHeight < 44
        : each.offsetHeight < 44)
    .map(each => `${each.tagName} ${each.textContent} ${each.offsetHeight}`)"""

ZOOMED = """() => [...document.querySelectorAll('input, textarea, .stDateInputField span')]
    .filter(each => parseFloat(getComputedStyle(each).fontSize) < 16)
    .map(each => each.outerHTML.slice(0, 80))"""


@pytest.fixture
def database(one_city: Path, tmp_path: Path) -> Path:
    return copied(one_city, tmp_path / "six.duckdb")


@pytest.fixture
def line(database: Path) -> Iterator[Line]:
    with serving.serve(database) as (address, _):
        line = Line(urlsplit(address).port or 0)
        yield line
        line.close()


@pytest.fixture
def telephone(chromium: Browser, line: Line) -> Iterator[BrowserContext]:
    size = {"width": PHONE, "height": HEIGHT[PHONE]}
    context = chromium.new_context(locale="zh-CN", viewport=size, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.set_default_timeout(browsing.PATIENCE)
    page.goto(f"{line.address}/login?lang=zh")
    page.locator("button[value=demo-team]").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.close()
    yield context
    context.close()


def opened(telephone: BrowserContext, line: Line, part: str = "note") -> Page:
    page = telephone.new_page()
    page.set_default_timeout(browsing.PATIENCE)
    page.goto(f"{line.address}/visit?lang=zh&part={part}")
    page.wait_for_function(browsing.STANDS_STILL, timeout=browsing.PATIENCE)
    return page


def words(page: Page) -> Locator:
    return page.get_by_label(T("visit.description"))


def bar(page: Page) -> Locator:
    return page.locator(".connection")


def heavy_photo() -> bytes:
    """Some 400 kB that no program makes smaller."""
    held = io.BytesIO()
    Image.frombytes("RGB", (700, 600), os.urandom(700 * 600 * 3)).save(held, "JPEG", quality=90)
    return held.getvalue()


def choose_strength(page: Page) -> None:
    page.get_by_role("radio").or_(page.get_by_role("button")).filter(has_text="服务阵地").click()
    page.wait_for_function(browsing.STANDS_STILL, timeout=browsing.PATIENCE)


def test_a_finding_waits_for_its_photo(telephone: BrowserContext, line: Line) -> None:
    page = opened(telephone, line)
    words(page).fill("驿站三处晚上锁门")
    choose_strength(page)
    slow = telephone.new_cdp_session(page)
    slow.send("Network.enable")
    slow.send("Network.emulateNetworkConditions", SLOW)
    page.locator("input[type=file]").set_input_files(
        {"name": "门.jpg", "mimeType": "image/jpeg", "buffer": heavy_photo()}
    )
    expect(bar(page)).to_contain_text(T("connection.uploading"))
    page.get_by_role("button", name=T("visit.send"), exact=True).click()
    expect(bar(page)).to_contain_text(T("connection.held"))
    expect(page.get_by_test_id("stAlert").filter(has_text="已发送")).to_be_visible()
    expect(bar(page)).to_have_count(0)
    # The next form begins without it, and the one that was sent has it.
    expect(page.locator(".st-key-autosave img")).to_have_count(0)
    page.goto(f"{line.address}/visit?lang=zh&part=sent")
    sent = page.get_by_test_id("stMain")
    expect(sent).to_contain_text("驿站三处晚上锁门")
    expect(page.get_by_role("img", name=T("visit.photo_number", number=1)).first).to_be_visible()


def test_what_is_typed_is_saved_while_the_finger_rests_and_is_there_on_another_device(
    telephone: BrowserContext, line: Line
) -> None:
    page = opened(telephone, line)
    words(page).press_sequentially("联席会议今年没有开过")
    expect(page.locator(".st-key-autosave")).to_contain_text("草稿已存到")
    assert words(page).evaluate("box => box === document.activeElement")
    page.wait_for_function("localStorage.getItem('six_strengths_typed') === null")
    page.close()
    assert words(opened(telephone, line)).input_value() == "联席会议今年没有开过"


def test_what_was_typed_while_the_line_was_cut_is_offered_back_when_the_page_was_closed(
    telephone: BrowserContext, line: Line
) -> None:
    page = opened(telephone, line)
    line.state = "dead"
    line.cut()
    expect(bar(page)).to_contain_text(T("connection.lost"))
    expect(words(page)).to_be_enabled()
    words(page).press_sequentially("断网时写的")
    page.close()
    line.state = "whole"
    page = opened(telephone, line)
    expect(bar(page)).to_contain_text(T("connection.left"))
    expect(bar(page)).to_contain_text("断网时写的")
    bar(page).get_by_role("button", name=T("connection.restore")).click()
    expect(words(page)).to_have_value("断网时写的")
    expect(page.locator(".st-key-autosave")).to_contain_text("草稿已存到")
    page.wait_for_function("localStorage.getItem('six_strengths_typed') === null")


def test_what_somebody_typed_is_offered_to_nobody_else(
    telephone: BrowserContext, line: Line
) -> None:
    page = opened(telephone, line)
    page.evaluate(
        "localStorage.setItem('six_strengths_typed', JSON.stringify({visitor: 'another',"
        " page: location.pathname, at: Date.now(),"
        " fields: [{key: 'st-key-note_description', label: '', value: '别人写的'}]}))"
    )
    page.close()
    page = opened(telephone, line)
    page.wait_for_function("localStorage.getItem('six_strengths_typed') === null")
    expect(bar(page)).to_have_count(0)


@pytest.mark.parametrize("part", ["note", "visit"])
def test_boxes_do_not_zoom_and_are_as_large_as_a_finger(
    telephone: BrowserContext, line: Line, part: str
) -> None:
    page = opened(telephone, line, part)
    assert page.evaluate(ZOOMED) == []
    assert page.evaluate(TOO_SMALL) == []


def test_a_box_for_a_number_asks_for_digits(telephone: BrowserContext, line: Line) -> None:
    page = opened(telephone, line, "visit")
    box = page.get_by_label(T("visit.workers"))
    box.focus()
    assert box.evaluate("box => box.inputMode") == "decimal"
