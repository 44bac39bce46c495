"""County profile: where one county stands, why, and what is being done about it."""

import streamlit as st

from assessment.scores.explanation.compare import Side
from assessment.scores.explanation.explanation import explanation
from assessment.scores.profiles import county
from pages.field.spot_checks import spot_check_rates
from pages.field.visits import field_notes
from pages.kit import downloads, pickers, session
from pages.scores.analysis import reliability
from pages.scores.explanation import explanation as opening
from pages.scores.profiles import profile

t = session.messages()
st.title(t("county.title"))

which, when = st.columns([3, 1])
with which:
    unit = pickers.unit()
with when:
    period = pickers.period()

asked = (session.data_source(), session.actor(), unit)
with session.explaining():
    standing = county.standing(*asked, period)
    beside = county.comparison(*asked, period)
    over_time = county.trend(*asked)
    opened = explanation(*asked, period)
    here = county.problems_here(*asked, period)
    work = county.field_work(*asked, period)

profile.head(standing, opened)
reliability.of_county(unit, period)
spot_check_rates.of_county(unit, period)
opening.heading(opened)
with st.container(key="opened_score"):
    whole, part = st.columns(2, gap="large")
with part:
    strength = pickers.opened(opened.weakest)
    opening.strength(opened, strength)
with whole:
    opening.strengths(opened, strength)
opening.indicators(opened, strength, period)
with st.container(horizontal=True):
    session.link("compare", t("county.compare"), unit=unit)
    session.link("what_if", t("what_if.of_county"), unit=unit)
    downloads.explanation(Side(standing.unit, period, opened))
profile.extremes(opened)
profile.comparison(beside, standing, opened)
profile.trend(over_time)
field_notes.problems(here)
field_notes.field_work(work, unit)
