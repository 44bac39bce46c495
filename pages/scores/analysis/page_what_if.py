"""What if: other answers or other weights tried out, and what would lift one county most."""

import streamlit as st

from pages.kit import pickers, session, url_widgets
from pages.scores.analysis import improvements, what_if_form

t = session.messages()
st.title(t("what_if.title"))
which, when = st.columns([3, 1])
with which:
    unit = pickers.unit()
with when:
    period = pickers.period()
st.info(t("what_if.trial"))

part = url_widgets.part(
    t("what_if.part"),
    {
        "lifts": t("what_if.part_lifts"),
        "answers": t("what_if.part_answers"),
        "weights": t("what_if.part_weights"),
    },
)
{"lifts": improvements.lifts, "answers": what_if_form.answers, "weights": what_if_form.weights}[
    part
](unit, period)
