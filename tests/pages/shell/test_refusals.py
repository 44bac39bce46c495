"""Whoever is refused something is told where they look: at the button, and at the box."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block

from assessment.i18n import LANGUAGES
from pages.kit import session
from tests.pages.conftest import Opener, opener
from tests.pages.under_review import IN_REVIEW, PERIOD

PUBLISHER, ADMINISTRATOR, REVIEWER = "demo-publisher", "demo-administrator", "demo-reviewer"


@pytest.fixture
def open_reviewed(
    reviewed_database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Opener]:
    """Opens a link into the province of `under_review`."""
    yield from opener(reviewed_database, tmp_path, monkeypatch)


def drawn(block: Block) -> Iterator[str]:
    """The page from top to bottom: keys of widgets, and what alerts and texts begin with."""
    for child in block.children.values():
        if isinstance(child, Block):
            yield from drawn(child)
        elif child.type == "error":
            yield "refused"
        elif child.type == "markdown" and str(child.value).startswith(":red[✖"):
            yield "fault"
        else:
            yield str(getattr(child, "key", ""))


def after(app: AppTest, key: str) -> str:
    """What is drawn right behind a widget."""
    order = list(drawn(app.main))
    place = next(number for number, each in enumerate(order) if each.startswith(key))
    return order[place + 1]


def told_at_the_button(app: AppTest, key: str) -> bool:
    order = [each for each in drawn(app.main) if each.startswith(("refused", key))]
    return order[-2:] == [key, "refused"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_period_that_cannot_be_opened_is_told_at_the_button_and_at_the_box(
    open_reviewed: Opener, lang: str
) -> None:
    app = open_reviewed("periods", as_=PUBLISHER, period=PERIOD, lang=lang)
    app = app.button("open_open_period").click().run()
    app.text_input("new_period").input("next year")
    app = app.button("open_now").click().run()
    assert not app.exception
    assert told_at_the_button(app, "open_now")
    assert after(app, "new_period") == "fault"


def test_a_lock_without_a_reason_is_told_at_the_box(open_reviewed: Opener) -> None:
    app = open_reviewed("periods", as_=PUBLISHER, period=PERIOD, lang="zh")
    app = app.button("open_lock").click().run()
    app = app.button("lock_now").click().run()
    assert told_at_the_button(app, "lock_now")
    assert after(app, f"lock_reason_{PERIOD}") == "fault"


def test_a_return_without_a_reason_is_told_at_both_boxes_at_once(open_reviewed: Opener) -> None:
    app = open_reviewed("review", unit=IN_REVIEW, period=PERIOD, lang="zh")
    opening = next(each for each in app.button if str(each.key).startswith("open_return_"))
    app = opening.click().run()
    app = app.button("item_return_now").click().run()
    assert not app.exception
    assert told_at_the_button(app, "item_return_now")
    assert after(app, "reason_") == "fault"
    assert after(app, "return_note_") == "fault"


def test_an_account_that_cannot_be_is_told_at_its_boxes(open_reviewed: Opener) -> None:
    app = open_reviewed("people", as_=ADMINISTRATOR, lang="zh", part="invite")
    app.text_input(
        next(str(e.key) for e in app.text_input if str(e.key).startswith("account:"))
    ).input("é")
    app = app.button("invite_now").click().run()
    assert not app.exception
    assert told_at_the_button(app, "invite_now")
    assert after(app, "account:") == "fault"
    assert after(app, "name:") == "fault"


def test_a_form_that_was_not_pressed_has_no_faults(open_reviewed: Opener) -> None:
    app = open_reviewed("periods", as_=PUBLISHER, period=PERIOD, lang="zh")
    app = app.button("open_extend").click().run()
    assert "fault" not in set(drawn(app.main))


def test_every_form_ends_where_refusals_are_told() -> None:
    """A button of its own would have its refusals at the top of the page."""
    own = [
        str(file.relative_to(session.ROOT))
        for file in (session.ROOT / "pages").rglob("*.py")
        if file.name != "inline_forms.py"
        and any(
            isinstance(node, ast.Attribute) and node.attr == "form_submit_button"
            for node in ast.walk(ast.parse(file.read_text("utf-8")))
        )
    ]
    assert own == []
