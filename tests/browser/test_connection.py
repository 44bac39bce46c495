"""A server that restarts and a line that breaks under an open form: nothing is called saved that is
not, and what was typed is given back."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from assessment.i18n import Messages
from scripts import browsing, serving
from tests.browser.conftest import ASKED as PERIOD
from tests.kit.line import Line

pytestmark = pytest.mark.browser

FORM = f"/survey?lang=zh&period={PERIOD}&part=political_guidance"
T = Messages("zh")
QUESTION = "县级党委专题研究工会工作次数"


class Served:
    """The application on one address, whichever server is behind it."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._running = ExitStack()
        self.line = Line(self._started())

    def _started(self) -> int:
        address, _ = self._running.enter_context(serving.serve(self._database))
        return urlsplit(address).port or 0

    def restart(self) -> None:
        self._running.close()
        self.line.cut()
        self.line.target = self._started()

    def close(self) -> None:
        self.line.close()
        self._running.close()


@pytest.fixture
def served(city_with_form: Path) -> Iterator[Served]:
    application = Served(city_with_form)
    yield application
    application.close()


@pytest.fixture
def form(chromium: Browser, served: Served) -> Iterator[Page]:
    """The filing form of a county that may fill it in."""
    context = chromium.new_context(locale="zh-CN")
    page = context.new_page()
    page.set_default_timeout(browsing.PATIENCE)
    page.goto(f"{served.line.address}/login?lang=zh")
    page.locator("button[value=demo-county]").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto(served.line.address + FORM)
    expect(box(page)).to_be_enabled()
    yield page
    context.close()


def box(page: Page) -> Locator:
    return page.get_by_role("textbox", name=QUESTION, exact=True)


def bar(page: Page) -> Locator:
    return page.locator(".connection")


def until_stored(page: Page, value: str) -> None:
    """Another page of the same person shows the value, as soon as it is saved."""
    other = page.context.new_page()
    other.set_default_timeout(browsing.PATIENCE)
    other.goto(page.url)
    for _ in range(20):
        expect(box(other)).to_be_enabled()
        if box(other).input_value() == value:
            break
        other.reload()
    expect(box(other)).to_have_value(value)
    other.close()


def give_back(page: Page, value: str) -> None:
    """Wait until the value is offered, and take the offer."""
    expect(bar(page)).to_contain_text(T("connection.unsaved"))
    expect(bar(page)).to_contain_text(value)
    bar(page).get_by_role("button", name=T("connection.restore")).click()
    expect(bar(page)).to_have_count(0)
    expect(box(page)).to_have_value(value)


def given_back_or_saved(page: Page, value: str) -> None:
    """A browser may send once more what got lost on the way; then it is saved, and said to be."""
    drawn = bar(page).filter(has=page.get_by_role("button"))
    expect(drawn).to_be_visible()
    if T("connection.unsaved") in drawn.inner_text():
        give_back(page, value)


def test_what_was_being_typed_when_the_server_stopped_is_given_back(
    form: Page, served: Served
) -> None:
    box(form).fill("31")
    served.restart()
    given_back_or_saved(form, "31")
    until_stored(form, "31")


def test_what_is_typed_after_a_restart_is_saved(form: Page, served: Served) -> None:
    served.restart()
    expect(bar(form)).to_contain_text(T("connection.back"))
    box(form).fill("32")
    box(form).press("Tab")
    until_stored(form, "32")


def test_an_answer_that_a_broken_line_swallowed_is_not_called_saved(
    form: Page, served: Served
) -> None:
    served.line.state = "swallows"
    box(form).fill("51")
    box(form).press("Tab")
    expect(bar(form)).to_contain_text(T("connection.waiting"))
    served.line.cut()
    expect(bar(form)).to_contain_text(T("connection.lost"))
    served.line.state = "whole"
    given_back_or_saved(form, "51")
    until_stored(form, "51")


def test_a_line_that_breaks_while_nothing_is_under_way_leaves_the_page_as_it_is(
    form: Page, served: Served
) -> None:
    form.evaluate("window.isTheSame = true")
    served.line.state = "dead"
    served.line.cut()
    expect(bar(form)).to_contain_text(T("connection.lost"))
    served.line.state = "whole"
    expect(bar(form)).to_have_count(0)
    expect(box(form)).to_be_enabled()
    assert form.evaluate("window.isTheSame")
