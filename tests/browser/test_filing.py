"""What only a browser can tell of a form: a reload, two tabs, a phone, a file from the desk."""

import gc
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Locator, expect

from assessment.i18n import Messages
from assessment.kernel.actors import OPERATOR
from assessment.store.database import Store
from assessment.survey.periods import period_opening
from tests.browser.conftest import DESKTOP, PHONE, Server, Visit, Visitor, serve
from tests.kit.copies import copied

pytestmark = pytest.mark.browser

T = Messages("zh")
PERIOD = "2031"
FORM = f"/survey?period={PERIOD}"
SESSIONS = "县级党委专题研究工会工作次数"
STUDIES = "工会党组（理论学习中心组）专题学习次数"
COUNTY = "demo-county"


@pytest.fixture(scope="module")
def desk(demo_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demonstration with one more period, in which nobody has typed anything."""
    copy = copied(demo_database, tmp_path_factory.mktemp("filing") / "filing.duckdb")
    store = Store(copy)
    period_opening.open_period(store, OPERATOR, PERIOD, date(2032, 1, 31))
    store.close()
    del store
    gc.collect()
    with serve(copy) as running:
        yield running


def box(form: Visit, title: str) -> Locator:
    return form.page.get_by_role("textbox", name=title, exact=True)


def fill(form: Visit, title: str, text: str) -> None:
    """As with a keyboard: type, and go on to the next box."""
    box(form, title).fill(text)
    box(form, title).press("Tab")


def saved(form: Visit) -> Locator:
    return form.page.get_by_text("已保存")


def test_what_was_typed_is_there_after_a_reload(desk: Server, visitor: Visitor) -> None:
    form = visitor(desk, FORM, as_account=COUNTY)
    fill(form, SESSIONS, "3")
    expect(saved(form)).to_have_count(1)
    fill(form, STUDIES, "12次")
    expect(form.page.get_by_text("未保存")).to_be_visible()
    expect(saved(form)).to_have_count(1)
    fill(form, STUDIES, "12")
    expect(saved(form)).to_have_count(2)
    form.page.reload()
    form.settle()
    expect(box(form, SESSIONS)).to_have_value("3")
    expect(box(form, STUDIES)).to_have_value("12")
    assert form.complaints() == []


def test_of_two_tabs_the_second_is_told_and_keeps_its_own(desk: Server, visitor: Visitor) -> None:
    first = visitor(desk, FORM, as_account=COUNTY)
    second = visitor(desk, FORM, as_account=COUNTY)
    fill(first, SESSIONS, "5")
    expect(first.page.get_by_text(T("filing.state.value")).first).to_be_visible()
    first.settle()
    fill(second, SESSIONS, "6")
    expect(second.page.get_by_text("两个值都在")).to_be_visible()
    expect(box(second, SESSIONS)).to_have_value("6")
    second.page.get_by_role("button", name="用我的").click()
    expect(second.page.get_by_text("两个值都在")).to_have_count(0)
    first.page.reload()
    first.settle()
    expect(box(first, SESSIONS)).to_have_value("6")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [DESKTOP, PHONE])
@pytest.mark.parametrize("part", ["political_guidance", "organisation", "workbook", "submit"])
def test_every_part_fits(desk: Server, visitor: Visitor, part: str, width: int, lang: str) -> None:
    form = visitor(desk, f"{FORM}&part={part}&lang={lang}", width=width, as_account=COUNTY)
    assert form.complaints() == []


def test_a_workbook_makes_the_round_trip(desk: Server, visitor: Visitor, tmp_path: Path) -> None:
    form = visitor(desk, f"{FORM}&part=workbook", as_account="demo-county-2")
    with form.page.expect_download() as fetched:
        form.page.get_by_role("button", name=T("filing.workbook.download")).click()
    file = tmp_path / "form.xlsx"
    fetched.value.save_as(file)
    form.page.locator("input[type=file]").set_input_files(file)
    expect(form.page.get_by_text(T("filing.workbook.nothing_new"))).to_be_visible()
    assert form.complaints() == []


def test_a_photograph_is_kept_beside_its_indicator(
    desk: Server, visitor: Visitor, tmp_path: Path
) -> None:
    photo = tmp_path / "现场 *照片*.png"
    Image.new("RGB", (40, 30), "navy").save(photo)
    form = visitor(desk, f"{FORM}&part=service_venues", as_account="demo-county-2")
    form.page.locator("input[type=file]").set_input_files(photo)
    expect(form.page.get_by_text("现场 *照片*.png")).to_be_visible()
    form.settle()
    assert form.complaints() == []


def test_the_next_sheet_begins_at_its_beginning(desk: Server, visitor: Visitor) -> None:
    form = visitor(desk, f"{FORM}&part=leadership_team", as_account=COUNTY)
    form.page.locator(".st-key-onward_leadership_team button").click()
    expect(form.page.get_by_role("heading", name="制度机制强")).to_be_in_viewport()
    assert form.complaints() == []
