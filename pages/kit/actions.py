"""A button that was pressed: what it asks for, and the place beside it for what stands in the way.

Done when the whole page is drawn. On a phone the top of the page is out of sight: whoever is
refused is told where they pressed.
"""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.kit import inline_forms, session


@dataclass(frozen=True, slots=True)
class Press:
    place: DeltaGenerator
    act: Callable[[], object]


def do(press: Press | None) -> None:
    """What was pressed, if anything was; then the form closes and the page is drawn anew."""
    if press is None:
        return
    with press.place, session.explaining():
        press.act()
    inline_forms.close()
    st.rerun()
