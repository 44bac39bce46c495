"""A form that opens in its place when its button is pressed: which one is in the URL.

Not `st.dialog`: that is gone with what was typed in it when the page is refreshed, and runs by
itself, past the main script.
"""

import hashlib
from collections.abc import Mapping

import streamlit as st

from pages.kit import refusals, session

NAME = "doing"
NEXT = "doing_next"


def button(
    name: str,
    label: str,
    *,
    primary: bool = False,
    shortcut: str | None = None,
    revision: int | None = None,
) -> None:
    """Opens the form `name`; with the `revision` at the press, for `opened` to give back.

    The button stays the same while others record something: its press must not get lost.
    """
    st.button(
        label,
        key=f"open_{name}",
        type="primary" if primary else "secondary",
        shortcut=shortcut,
        on_click=session.show,
        args=(NAME, name if revision is None else f"{name}_{revision}"),
    )


def is_open(name: str) -> bool:
    return session.in_link(NAME) == name


def opened(beginning: str) -> int | None:
    """The number the name of the open form ends in, where it begins so. It is the entry that was
    seen when the form was opened, whatever has been said since. What is typed in it stays."""
    name = session.in_link(NAME) or ""
    number = name.removeprefix(beginning)
    return session.whole(number) if number != name else None


def digest(revisions: Mapping[int, int]) -> int:
    """A number that tells many findings, and the entry seen of each, from any others. It is the end
    of the name of a form about all of them.

    >>> digest({1: 5, 2: 7}) == digest({2: 7, 1: 5}), digest({1: 5}) == digest({1: 6})
    (True, False)
    """
    told = hashlib.blake2b(repr(sorted(revisions.items())).encode(), digest_size=6)
    return int.from_bytes(told.digest())


def stale(beginning: str, revisions: Mapping[int, int]) -> bool:
    """Whether the open form was about others than these, or they have moved on since. From now on
    it is about these: what is typed stays, and the next press is about what is shown now."""
    now = digest(revisions)
    if opened(beginning) == now:
        return False
    session.show(NAME, f"{beginning}{now}")
    return True


def cancel(name: str) -> None:
    """Closes the form again; inside it."""
    st.form_submit_button(
        session.messages()("panel.cancel"),
        key=f"cancel_{name}",
        on_click=session.show,
        args=(NAME, ""),
    )


def ends(key: str, label: str, *, may_cancel: bool = True) -> bool:
    """The two buttons a form ends with; whether the first was pressed. What it is refused for is
    told here and under its boxes."""
    with st.container(horizontal=True):
        pressed = bool(st.form_submit_button(label, key=key, type="primary"))
        if may_cancel:
            cancel(key)
    refusals.pressed_at(st.container() if pressed else None)
    return pressed


def open_next(name: str) -> None:
    """Where an act leads to another form: that one is open when this one closes."""
    session.retype(NEXT, name)


def close() -> None:
    """What the form was for has been done."""
    session.show(NAME, session.typed(NEXT, None) or "")
    session.retype(NEXT, None)
