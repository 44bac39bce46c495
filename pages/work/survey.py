"""Filing 填报: one unit's form for one period, saved as it is typed, and submitted when ready."""

import streamlit as st

from pages.ui import filing, pickers, session

st.title(session.messages()("filing.title"))
with st.container(horizontal=True):
    period = pickers.filing_period()
    unit = pickers.unit()
filing.show(unit, period)
