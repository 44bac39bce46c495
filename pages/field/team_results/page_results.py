"""Results 工作成效台账: what a team achieved in a month, and the year's figures."""

import streamlit as st

from assessment.field.team_results import results
from pages.field.team_results import results_form, results_year
from pages.kit import session, url_widgets

t = session.messages()
st.title(t("results.title"))
if session.actor().has(results.RECORD):
    parts = {"month": t("results.part.month"), "year": t("results.part.year")}
    part = url_widgets.part(t("results.parts"), parts)
else:
    part = "year"
if part == "month":
    results_form.show()
else:
    results_year.show()
