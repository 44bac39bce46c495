"""Compare: two counties in one period, or one county in two, and what explains the difference."""

import streamlit as st

from assessment.scores.explanation.compare import compare
from pages.kit import downloads, pickers, session
from pages.scores.explanation import bridge, comparison

t = session.messages()
st.title(t("compare.title"))

this, that = st.columns(2)
with this:
    unit = pickers.unit()
    period = pickers.period()
with that:
    chosen = pickers.other_unit()
    same_unit = chosen in {pickers.SAME, unit}
    other_period = pickers.other_period(period, same_unit=same_unit)
other_unit = unit if same_unit else chosen

with session.explaining():
    compared = compare(
        session.data_source(),
        session.actor(),
        (unit, period),
        (other_unit, other_period),
    )
if compared.with_itself:
    st.info(t("compare.with_itself"))
    st.stop()

comparison.heading(compared)
comparison.totals(compared)
comparison.explained(compared)
comparison.strengths(compared)
downloads.comparison(compared)
if compared.of_one_unit:
    bridge.section(unit, *compared.periods)
session.link("county", t("compare.open", unit=t.of(compared.first.unit)), unit=unit)
