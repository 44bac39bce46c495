"""Finds and presses what is on a page, before a picture of it is taken."""

from collections.abc import Callable

from playwright.sync_api import FilePayload, Locator, Page, Position

Find = Callable[[Page], Locator]
Act = Callable[[Page], object]

ROW = 35
"""Pixels of a table's row, the header's too."""


def keyed(key: str) -> Find:
    """A widget by the key its page gave it."""
    return lambda page: page.locator(f".st-key-{key}").first


def within(key: str) -> Find:
    """The first whose key begins like this, for it goes on with what changes."""
    return lambda page: page.locator(f"[class*='st-key-{key}']").first


def boxed(find: Find, out: int) -> Find:
    """The box around something, so many wrappers further out."""
    around = f"xpath=ancestor::*[@data-testid='stLayoutWrapper'][{out}]"
    return lambda page: find(page).locator(around)


def heading(words: str) -> Find:
    return lambda page: page.get_by_role("heading", name=words).first


def title(page: Page) -> Locator:
    return page.locator("[data-testid=stMain] h1").first


def whole(page: Page) -> Locator:
    """Of a page of ours that is not Streamlit's."""
    return page.locator("main")


def says(words: str) -> Find:
    return lambda page: page.locator("[data-testid=stMain]").get_by_text(words).first


def first(kind: str) -> Find:
    return lambda page: page.locator(f"[data-testid=stMain] [data-testid={kind}]").first


def last(kind: str) -> Find:
    return lambda page: page.locator(f"[data-testid=stMain] [data-testid={kind}]").last


def press(find: Find) -> Act:
    return lambda page: find(page).get_by_role("button").first.click()


def part(words: str) -> Act:
    return lambda page: page.locator("[data-testid=stButtonGroup] button", has_text=words).click()


def fill(find: Find, words: str) -> Act:
    def act(page: Page) -> None:
        box = find(page).locator("input, textarea").first
        box.fill(words)
        box.press("Tab")

    return act


def row(number: int) -> Act:
    """Tick a row of the first table, which is drawn on a canvas: by where it is."""
    where = Position(x=16, y=17 + ROW * number)
    return lambda page: first("stDataFrame")(page).click(position=where)


def hand_in(page: Page) -> None:
    """A page of HTML that calls itself a photograph."""
    words = b"<html><script>alert(1)</script></html>"
    file = FilePayload(name="\u7167\u7247.jpg", mimeType="image/jpeg", buffer=words)
    page.locator("input[type=file]").last.set_input_files(file)
