"""Filing 填报: one unit's form for one period, saved as it is typed, and submitted when ready."""

import streamlit as st

from pages.kit import pickers, session
from pages.survey.filing import filing

title = st.container()
with st.container(horizontal=True):
    period = pickers.filing_period()
    unit, name = pickers.filing_unit()
title.title(session.messages()("filing.title_of", unit=session.plain(name)))
filing.show(unit, period)
