"""Spot checks 实地核对: what a county reported beside what a team saw, and how often they agree."""

import streamlit as st

from assessment.survey.periods import periods
from pages.field.spot_checks import spot_check_rates, spot_check_sheet
from pages.kit import actions, pickers, session, url_widgets

t = session.messages()
st.title(t("spot_check.title"))
parts = {"check": t("spot_check.part.check"), "rates": t("spot_check.part.rates")}
part = url_widgets.part(t("spot_check.parts"), parts)
with st.container(horizontal=True):
    period = pickers.any_period()
    if part == "check":
        unit = pickers.unit()
with session.explaining():
    framework = periods.framework_of(session.store(), session.actor(), period, session.framework())
if part == "rates":
    spot_check_rates.show(framework, period)
    st.stop()
actions.do(spot_check_sheet.show(framework, unit, period))
