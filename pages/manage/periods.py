"""Periods: open one, put its deadline off, lock it; and how far each has come, city by city."""

import streamlit as st

from assessment.services import period_progress, periods
from pages.ui import periods_forms, periods_progress, pickers, session

t = session.messages()
st.title(t("periods.title"))

with session.explaining():
    runs = periods.of_all(session.store(), session.actor())
periods_forms.open_button(runs)
if not runs:
    st.info(t("periods.none_yet"))
    st.stop()

periods_progress.listed(runs)
chosen = pickers.period()
with session.explaining():
    run = periods.of(session.store(), session.actor(), chosen)
    told = period_progress.progress(session.store(), session.actor(), chosen)

st.header(t("periods.one", period=chosen))
periods_progress.facts(run)
periods_forms.buttons(run)
periods_progress.headline(told)
periods_progress.cities(told)
