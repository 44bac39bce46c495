"""What a unit still has to do in other periods: a new one hides nothing that is due."""

import streamlit as st

from assessment.survey.filing.form import FILE, Form
from assessment.survey.periods import submissions_due
from pages.kit import session


def show(survey_form: Form) -> None:
    """Each other period in which something is due, and the way there; for whoever may file."""
    t, store, actor = session.messages(), session.store(), session.actor()
    if not actor.may(FILE, survey_form.unit):
        return
    for due in submissions_due.elsewhere(store, actor, survey_form.unit, survey_form.period):
        state = t.code("lifecycle.state", due.state)
        facts = {"period": due.period, "state": state, "day": due.due.isoformat()}
        with st.container(horizontal=True, vertical_alignment="center"):
            st.warning(session.plain(t("filing.elsewhere", **facts)))
            session.within(
                "survey",
                t("filing.elsewhere_go", period=due.period),
                key=f"elsewhere_{due.period}",
                period=due.period,
                unit=survey_form.unit,
            )
