"""What the scores on a page rest on: a line over it, and the choice for those who have one."""

import streamlit as st

from assessment.errors import AssessmentError
from assessment.scores.basis import basis, basis_in_words
from pages.kit import pickers, session, site


def head(page: str) -> None:
    """The line over a page that shows scores; nothing over others."""
    if not site.PAGES[page].scored:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="basis_head"):
        if session.signed().actor.has(basis.READ_LIVE):
            pickers.basis()
        if sentence := said():
            st.caption(session.plain(sentence))


def said() -> str:
    """What the scores shown rest on; empty on a page without scores, and where there are none."""
    t, period = session.messages(), pickers.period_shown()
    if period is None or not site.PAGES[session.page_shown()].scored:
        return ""
    try:
        standing = basis.standing(session.store(), session.actor(), period)
    except AssessmentError:
        return ""
    return basis_in_words.said(standing, t)
