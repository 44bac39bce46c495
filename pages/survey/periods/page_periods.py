"""Periods: open one, put its deadline off, lock it; and how far each has come, city by city."""

import streamlit as st

from assessment.survey.periods import period_progress, periods
from pages.kit import actions, pickers, session
from pages.survey.periods import periods_forms, periods_progress

t = session.messages()
st.title(t("periods.title"))
notice = st.container()

with session.explaining():
    runs = periods.of_all(session.store(), session.actor())
wanted = periods_forms.opening(runs)

if runs:
    periods_progress.listed(runs)
    chosen = pickers.any_period()
    with session.explaining():
        run = periods.of(session.store(), session.actor(), chosen)
        told = period_progress.progress(session.store(), session.actor(), chosen)
    st.header(t("periods.one", period=chosen))
    periods_progress.facts(run)
    wanted = periods_forms.buttons(run) or wanted
    periods_progress.headline(told)
    periods_progress.cities(told)
else:
    st.info(t("periods.none_yet"))

if wanted:
    actions.attempt(wanted, notice)
    st.rerun()
