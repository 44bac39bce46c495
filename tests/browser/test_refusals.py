"""Whoever is refused is led to the box that is wrong, and so is who asks the way to an item."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from scripts import browsing, serving
from tests.browser.conftest import ASKED as PERIOD

pytestmark = pytest.mark.browser


@pytest.fixture
def address(city_with_form: Path) -> Iterator[str]:
    with serving.serve(city_with_form) as (served, _):
        yield served


def opened(chromium: Browser, address: str, account: str, link: str) -> Page:
    page = chromium.new_context(locale="zh-CN").new_page()
    page.set_default_timeout(browsing.PATIENCE)
    page.goto(f"{address}/login?lang=zh")
    page.locator(f"button[value={account}]").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto(address + link)
    page.wait_for_function(browsing.STANDS_STILL, timeout=browsing.PATIENCE)
    return page


def test_the_box_that_is_wrong_has_the_cursor_and_says_why(chromium: Browser, address: str) -> None:
    page = opened(chromium, address, "demo-publisher", f"/periods?lang=zh&period={PERIOD}")
    page.locator(".st-key-open_lock button").click()
    page.locator(".st-key-lock_now button").click()
    box = page.locator(f".st-key-lock_reason_{PERIOD} textarea")
    expect(box).to_be_focused()
    expect(box).to_be_in_viewport()
    told = page.locator(f"#{box.get_attribute('aria-describedby')}")
    expect(told).to_contain_text("没有写理由")
    assert box.get_attribute("aria-invalid") == "true"
    # Put right, the mark goes.
    page.locator(".st-key-cancel_lock_now button").click()
    expect(page.locator("[data-fault]")).to_have_count(0)
    page.context.close()


def test_the_way_to_an_item_leads_to_its_box(chromium: Browser, address: str) -> None:
    link = f"/survey?lang=zh&period={PERIOD}&part=service_venues"
    page = opened(chromium, address, "demo-county", link)
    box = page.locator("[class*=st-key-value_] input[type=tel]").last
    box.fill("7")
    box.press("Tab")
    page.wait_for_function(browsing.STANDS_STILL, timeout=browsing.PATIENCE)
    page.goto(f"{address}/survey?lang=zh&period={PERIOD}&part=submit")
    page.wait_for_function(browsing.STANDS_STILL, timeout=browsing.PATIENCE)
    going = page.locator("[class*=st-key-go_to_] button").first
    going.click()
    page.wait_for_function(
        "document.activeElement.closest('[class*=st-key-value_]') !== null",
        timeout=browsing.PATIENCE,
    )
    expect(page.locator(":focus")).to_be_in_viewport()
    page.context.close()
