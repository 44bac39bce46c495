"""People at work in a real browser: each knows their own page and presses what is on it."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import openpyxl
from playwright.sync_api import BrowserContext, Cookie, Locator, Page

from assessment.exchange.survey_workbook import survey_layout
from assessment.i18n import Messages
from tests.browser.conftest import PATIENCE, STANDS_STILL

WORDS = Messages("zh")
PASSWORD = "a horse, correct"  # noqa: S105  of an invented clerk


def filled_as_before(workbook: Path) -> bytes:
    """A downloaded form with last period's answer typed into every answer's cell."""
    book = openpyxl.load_workbook(workbook)
    not_applicable = WORDS("workbook.not_applicable")
    for sheet in book.worksheets:
        if sheet.cell(survey_layout.HEADER_ROW, 1).value != WORDS("workbook.column.code"):
            continue
        for row in range(survey_layout.FIRST_QUESTION_ROW, sheet.max_row + 1):
            before = sheet.cell(row, survey_layout.PREVIOUS).value
            if before == not_applicable:
                sheet.cell(row, survey_layout.NOT_APPLICABLE).value = not_applicable
                sheet.cell(row, survey_layout.REASON).value = "同上期"
            elif before is not None:
                sheet.cell(row, survey_layout.ANSWER).value = before
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


@dataclass
class Person:
    """Somebody signed in, and the page in front of them.

    They share a device, one after the other: each begins by `open`, with their own cookies.
    """

    device: BrowserContext
    address: str
    page: Page
    cookies: Sequence[Cookie] = ()

    @classmethod
    def signing_in(
        cls, device: BrowserContext, address: str, account: str, password: str | None = None
    ) -> "Person":
        """By the page everybody signs in on: one click in a demonstration, or with a password."""
        device.clear_cookies()
        page = device.new_page()
        page.goto(f"{address}/login?lang=zh")
        if password is None:
            page.locator(f"button[value={account}]").click()
        else:
            page.locator("#account").fill(account)
            page.locator("#password").fill(password)
            page.get_by_role("button", name=WORDS("sign_in.enter"), exact=True).click()
        person = cls(device, address, page)
        person.settle()
        person.cookies = device.cookies()
        return person

    def open(self, path: str) -> None:
        self.device.clear_cookies()
        self.device.add_cookies([{**cookie} for cookie in self.cookies])
        self.page.goto(self.address + path)
        self.settle()

    def settle(self) -> None:
        self.page.wait_for_function(STANDS_STILL, timeout=PATIENCE)

    def keyed(self, key: str) -> Locator:
        """A widget by the key its page gave it."""
        return self.page.locator(f".st-key-{key}")

    def press(self, key: str) -> None:
        self.keyed(key).get_by_role("button").first.click()
        self.settle()

    def type(self, key: str, text: str) -> None:
        """Into a box, and on to the next."""
        box = self.keyed(key).locator("input, textarea").first
        box.fill(text)
        box.press("Tab")
        self.settle()

    def part(self, words: str) -> None:
        """One of the parts of a page, by how its name begins."""
        self.page.get_by_role("radio", name=words).or_(
            self.page.locator("[data-testid=stButtonGroup] button", has_text=words)
        ).first.click()
        self.settle()

    def reads(self, words: str) -> None:
        """Wait until these words stand on the page."""
        self.page.get_by_text(words).first.wait_for(timeout=PATIENCE)

    def text(self) -> str:
        return str(self.page.locator("[data-testid=stMain]").inner_text())
