"""A form that opens in its place when its button is pressed: which one is in the URL.

Not `st.dialog`: that is gone with what was typed in it when the page is refreshed, and runs by
itself, past the main script.
"""

import streamlit as st

from pages.ui import session

NAME = "doing"


def button(name: str, label: str, *, primary: bool = False, shortcut: str | None = None) -> None:
    """Opens the form `name`."""
    st.button(
        label,
        key=f"open_{name}",
        type="primary" if primary else "secondary",
        shortcut=shortcut,
        on_click=session.show,
        args=(NAME, name),
    )


def is_open(name: str) -> bool:
    return session.in_link(NAME) == name


def opened(beginning: str) -> int | None:
    """The number the name of the open form ends in, where it begins so: the entry that was seen
    when it was opened, whatever has been said since. What is typed in it stays."""
    name = session.in_link(NAME) or ""
    number = name.removeprefix(beginning)
    return int(number) if number != name and number.isascii() and number.isdigit() else None


def cancel(name: str) -> None:
    """Closes the form again; inside it."""
    st.form_submit_button(
        session.messages()("panel.cancel"),
        key=f"cancel_{name}",
        on_click=session.show,
        args=(NAME, ""),
    )


def close() -> None:
    """What the form was for has been done."""
    session.show(NAME, "")
