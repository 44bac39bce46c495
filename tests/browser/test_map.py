"""The map as someone uses it: point, click, scroll past."""

import pytest
from playwright.sync_api import FloatRect

from tests.browser.conftest import DESKTOP, PHONE, Visit, Visitor

pytestmark = pytest.mark.browser

PINGJIANG, HONGJIANG = "430626", "431271"
SHAPE_OF = """code => {
    const paths = [...document.querySelectorAll('.choroplethlayer path')];
    const shape = paths.find(path => path.__data__?.loc === code);
    shape?.setAttribute('data-unit', code);
    return Boolean(shape);
}"""


def shape(visit: Visit, code: str) -> FloatRect:
    visit.page.wait_for_function(SHAPE_OF, arg=code)
    path = visit.page.locator(f"path[data-unit='{code}']").first
    path.scroll_into_view_if_needed()
    box = path.bounding_box()
    assert box is not None
    return box


def middle(box: FloatRect) -> tuple[float, float]:
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_pointing_at_a_county_tells_its_name_and_score(visit: Visitor) -> None:
    seen = visit("/?lang=zh")
    seen.page.mouse.move(*middle(shape(seen, PINGJIANG)))
    label = seen.page.locator(".hoverlayer .hovertext")
    label.wait_for()
    told = label.text_content() or ""
    assert "平江县" in told
    assert "得分" in told


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_a_click_on_the_map_opens_that_county(visit: Visitor, width: int) -> None:
    seen = visit("/?lang=zh", width=width)
    place = middle(shape(seen, PINGJIANG))
    if width == PHONE:
        seen.page.touchscreen.tap(*place)
    else:
        seen.page.mouse.click(*place)
    seen.page.wait_for_url(f"**/county?*unit={PINGJIANG}*")
    seen.settle()
    assert "平江县" in seen.page.get_by_test_id("stMain").inner_text()
    assert seen.complaints() == []


def test_a_unit_without_an_outline_is_a_point_one_can_click(visit: Visitor) -> None:
    seen = visit("/?lang=zh")
    shape(seen, PINGJIANG)
    box = seen.page.locator(".scattergeo path.point").first.bounding_box()
    assert box is not None
    seen.page.mouse.click(*middle(box))
    seen.page.wait_for_url(f"**/county?*unit={HONGJIANG}*")


def test_after_back_the_map_is_there_to_be_clicked_again(visit: Visitor) -> None:
    seen = visit("/?lang=zh")
    seen.page.mouse.click(*middle(shape(seen, PINGJIANG)))
    seen.page.wait_for_url(f"**/county?*unit={PINGJIANG}*")
    seen.page.go_back()
    seen.page.locator("h1", has_text="总览").wait_for()
    seen.settle()
    seen.page.mouse.click(*middle(shape(seen, PINGJIANG)))
    seen.page.wait_for_url(f"**/county?*unit={PINGJIANG}*")


def test_one_press_of_back_leads_from_a_county_to_the_map(visit: Visitor) -> None:
    seen = visit("/?lang=zh&period=2023")
    before = seen.page.url
    seen.page.mouse.click(*middle(shape(seen, PINGJIANG)))
    seen.page.wait_for_url(f"**/county?*unit={PINGJIANG}*opened=*")
    seen.settle()
    seen.page.go_back()
    seen.page.locator("h1", has_text="总览").wait_for()
    seen.settle()
    assert seen.page.url == before
