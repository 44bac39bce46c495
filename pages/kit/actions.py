"""A button that was pressed: what it asks for, and the place beside it for what stands in the way.

Done when the whole page is drawn. Whoever is refused is told where they pressed: the top of the
page may be out of sight.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.kit import inline_forms, refusals

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Press:
    place: DeltaGenerator
    act: Callable[[], object]


def do(press: Press | None) -> None:
    """What was pressed, if anything was; then the form closes and the page is drawn anew."""
    if press is None:
        return
    attempt(press.act, press.place)
    st.rerun()


def attempt(act: Callable[[], T], otherwise: DeltaGenerator | None = None) -> T:
    """What `act` returns, and the form closes. Refused, it is said at the button that ended a form,
    or at `otherwise` where another was pressed, and the run ends."""
    with refusals.explaining(otherwise):
        done = act()
    inline_forms.close()
    return done
