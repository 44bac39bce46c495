"""Rectification: the list of findings, and one finding at a time with what may be done to it."""

import streamlit as st

from assessment.kernel import clock
from assessment.rectification.findings import cases, finding_list, measures
from pages.kit import actions, session
from pages.rectification.findings import (
    rectification_case,
    rectification_history,
    rectification_list,
    rectification_measures,
)

t = session.messages()
number = session.in_link("finding")
today = clock.today()

if number is None:
    st.title(t("rectification.title"))
    with session.explaining():
        rows = finding_list.listed(session.store(), session.actor(), today)
    if opened := rectification_list.show(rows, today):
        session.go("rectification", finding=opened, **rectification_list.filters())
else:
    kept = rectification_list.filters()
    session.within("rectification", t("rectification.back"), key="back", **kept)
    with session.explaining():
        # What is no number names nothing, and is answered as a foreign number is.
        case = cases.of(session.store(), session.actor(), session.whole(number) or 0)
        planned = measures.of_unit(session.store(), session.actor(), case.unit)
        events = cases.history(session.store(), session.actor(), case.finding)
    notice = rectification_case.head(case, today)
    wanted = rectification_case.buttons(case, planned, today)
    if asked := rectification_measures.show(case, planned):
        wanted = asked
    rectification_history.files(case)
    rectification_history.show(case, events)
    if wanted:
        session.leave_word(rectification_list.WORD, actions.attempt(wanted, notice))
