"""The way to a box elsewhere on a page: it is scrolled to, and has the cursor.

A button says where to (`turn_to`, its callback), the page that is drawn next has the sign (`sign`),
and `refusals.js` follows it.
"""

import streamlit as st

from pages.kit import session

NAME = "way_to"
MARK = "<span></span>"


def turn_to(key: str) -> None:
    """Lead to the widget of this key once it is drawn."""
    session.begin_anew(NAME)
    session.retype(NAME, key)


def sign() -> None:
    """Where whoever just pressed is led to; the browser follows each sign once."""
    if key := session.typed(NAME, None):
        with st.container(key=f"way_to_{session.turn(NAME)}__{key}"):
            # What is empty is not drawn.
            st.html(MARK)
