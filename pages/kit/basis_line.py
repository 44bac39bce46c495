"""What the scores on a page rest on: a line over it, and the choice for those who have one."""

import streamlit as st

from assessment.errors import AssessmentError
from assessment.services import basis, basis_in_words
from pages.ui import pickers, session

SCORED = frozenset(
    {
        "overview",
        "rankings",
        "county",
        "compare",
        "what_if",
        "problems",
        "common",
        "robustness",
        "health",
    }
)
"""The pages that show scores, or what follows from them."""


def head(page: str) -> None:
    """The line over a page that shows scores; nothing over others."""
    if page not in SCORED:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="basis_head"):
        if session.signed().actor.has(basis.READ_LIVE):
            pickers.basis()
        if sentence := said():
            st.caption(session.plain(sentence))


def said() -> str:
    """What the period looked at rests on; empty where there is nothing to rest on."""
    t, period = session.messages(), pickers.period_shown()
    if period is None:
        return ""
    try:
        standing = basis.standing(session.store(), session.actor(), period)
    except AssessmentError:
        return ""
    return basis_in_words.said(standing, t)
