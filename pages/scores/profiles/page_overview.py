"""Overview: what a leader asks first. How strong, where, who moved, what is common, who is missing.

Everything leads on: a county to its profile, a problem to its page.
"""

import streamlit as st

from assessment.field.coverage.coverage import coverage
from assessment.scores.profiles import overview
from assessment.scores.rankings.rankings import ranking
from pages.kit import badges, pickers, session
from pages.kit.drawings import maps
from pages.scores.profiles import summary

LISTED = 5
"""Who rose, who fell, which problems: as many as one remembers."""

t = session.messages()
st.title(t("overview.title"))

with st.container(horizontal=True):
    period = pickers.period()
    what = pickers.strength()

who = (session.data_source(), session.actor())
with session.explaining():
    told = overview.overview(*who, period)
    linked = coverage(session.store(), session.actor(), period)
    shown = badges.units(ranking(*who, period, what))
    problems = overview.most_common(*who, period, LISTED)
if told.units.empty:
    pickers.no_unit()

summary.headline(told, linked)
if not told.ranked:
    st.info(t("overview.nothing_yet"))

where, who_moved = st.columns([3, 2])
with where:
    st.header(t("overview.map", what=badges.ranked_by(what)))
    st.caption(t("overview.map_caption"))
    clicked = maps.score_map(shown.assign(name=shown["said"]), key="map", period=period)
    st.header(t("overview.grades"))
    summary.grades(told)
with who_moved:
    st.header(t("overview.moved"))
    moved = summary.moved(told, LISTED)
    st.header(t("overview.uncovered"))
    unlinked = summary.uncovered(linked)
    session.link("coverage", t("overview.all_coverage"))

st.header(t("overview.strengths"))
st.caption(t("overview.strengths_caption"))
summary.strengths(told)

found, missing = st.columns(2)
with found:
    st.header(t("overview.common"))
    summary.common(problems)
with missing:
    st.header(t("overview.unknown_units"))
    silent = summary.unknown(told, period)

opened = clicked or moved or unlinked or silent
if opened:
    session.go("county", unit=opened)
