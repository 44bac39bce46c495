"""A suggested assignment: computed on request, explained, exported; nobody's links change by it."""

import streamlit as st

from assessment.field.assignment.assignment_data import MANAGE
from assessment.field.assignment.suggested_assignment import suggested
from assessment.field.coverage.coverage import days_offered, last_day
from pages.field.assignment import suggestion
from pages.kit import pickers, session, url_widgets

t = session.messages()
st.title(t("assignment.title"))
st.markdown(session.plain(t("assignment.lead")))
if not session.actor().may(MANAGE):
    st.info(t("assignment.everywhere"))
    st.stop()

when, which = st.columns([1, 1])
with when:
    period = pickers.any_period()
with which:
    day = url_widgets.day_within(
        "day",
        t("assignment.day"),
        last_day(period),
        span=days_offered(period),
        hint=t("assignment.day_help"),
    )
wish = suggestion.wished(period, day)
if not suggestion.is_asked(wish):
    st.stop()

with session.explaining(), st.spinner(t("assignment.computing")):
    told = suggested(session.data_source(), session.actor(), wish)
suggestion.show(told, wish)
