"""From a total to an answer somebody filed, by clicks in a real browser."""

import io

import openpyxl
import pytest
from playwright.sync_api import Locator

from assessment.i18n import Messages
from tests.browser.conftest import DESKTOP, PHONE, Visit, Visitor

pytestmark = pytest.mark.browser

BARS = ".js-plotly-plot .barlayer .trace"


def bar(seen: Visit, place: int) -> Locator:
    """A bar of the first waterfall, counted from the top: what was earned."""
    found = seen.page.locator(BARS).first.locator(".point path").nth(place)
    found.scroll_into_view_if_needed()
    return found


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_two_clicks_lead_from_the_total_to_a_raw_answer(visit: Visitor, width: int) -> None:
    """Three are allowed: a strength's bar, an indicator, and there are its answers."""
    seen = visit("/county?unit=430626&period=2024&lang=zh", width=width)
    box = bar(seen, 4).bounding_box()
    assert box is not None
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    if width == PHONE:
        seen.page.touchscreen.tap(*middle)
    else:
        seen.page.mouse.click(*middle)
    seen.page.wait_for_url("**opened=service_venues*")
    seen.settle()
    indicator = seen.page.get_by_test_id("stExpander").filter(has_text="驿站上图率")
    indicator.locator("summary").click()
    answers = indicator.get_by_test_id("stTable")
    answers.wait_for()
    assert "430626" in answers.inner_text(), "the file it was filed in"
    assert seen.complaints() == []


def test_an_explanation_can_be_taken_away(visit: Visitor) -> None:
    seen = visit("/county?unit=430626&period=2024&lang=zh")
    with seen.page.expect_download() as arriving:
        seen.page.locator(".st-key-download").get_by_role("button").click()
    assert arriving.value.suggested_filename == "平江县-2024-得分由来.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(arriving.value.path().read_bytes()))
    assert len(book.sheetnames) == 2
    above = [str(row[0].value) for row in book.worksheets[0].iter_rows(max_row=4)]
    assert Messages("zh")("workbook.demonstration") in above


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_two_counties_side_by_side_are_whole(visit: Visitor, lang: str, width: int) -> None:
    path = f"/compare?unit=430626&period=2024&other_unit=430582&lang={lang}"
    assert visit(path, width=width).complaints() == []
