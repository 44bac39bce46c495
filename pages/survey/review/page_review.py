"""Review: what waits for this person, and one submission at a time, item by item."""

import streamlit as st

from assessment.survey.periods import periods
from assessment.survey.review import comparison, items, review_queue
from pages.kit import actions, pickers, session
from pages.survey.review import review_case, review_desk, review_items

t = session.messages()
unit = session.in_link("unit")

if unit is None:
    st.title(t("review.title"))
    period = pickers.any_period()
    with session.explaining():
        framework = periods.framework_of(
            session.store(), session.actor(), period, session.framework()
        )
        waiting = review_queue.queue(session.store(), framework, session.actor(), period)
    opened = review_desk.queue(waiting)
    if opened:
        session.go("review", unit=opened, period=period)
    st.stop()

session.within("review", t("review.back"), key="back")
with session.explaining():
    period = session.chosen("period") or review_case.newest()
    framework = periods.framework_of(session.store(), session.actor(), period, session.framework())
    case = items.of_unit(session.store(), framework, session.actor(), unit, period)
    compared = comparison.comparison(session.store(), framework, session.actor(), unit, period)

notice = review_case.head(case, framework)
wanted = review_case.buttons(case, framework)
wanted = review_items.rows(case, framework) or wanted
review_case.findings(case)
review_case.compared(compared, case, framework)

if wanted:
    actions.attempt(wanted, notice)
    st.rerun()
