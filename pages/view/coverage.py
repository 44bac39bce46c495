"""Liaison coverage: who has a team, who has not, how long ago anyone came, who carries much."""

import streamlit as st

from assessment.services import scopes
from assessment.services.coverage import coverage
from pages.ui import liaison, pickers, session, tables

t = session.messages()
st.title(t("coverage.title"))

where, when = st.columns([3, 1])
with where:
    scope = pickers.scope()
with when:
    period = pickers.any_period()

with session.explaining():
    told = coverage(session.store(), session.actor(), period, scope)
    here = scopes.title(session.store(), session.framework(), session.actor(), scope, t)
if not told.total:
    st.info(t("coverage.nothing_yet"))
    st.stop()

liaison.headline(told)

st.header(t("coverage.map"))
st.caption(t("coverage.map_caption"))
clicked = liaison.recency_map(told)
if clicked:
    session.go("county", unit=clicked)

st.header(t("coverage.units"))
units, unit_columns = liaison.units_listed(told), liaison.unit_columns()
selected = liaison.pick_unit(units)
if selected:
    session.go("county", unit=selected)
st.caption(t("coverage.open"))

st.header(t("coverage.loads"))
teams, team_columns = liaison.teams_listed(told), liaison.team_columns()
if teams.empty:
    st.info(t("coverage.no_teams"))
else:
    tables.show(teams, team_columns, key="coverage_teams")
    st.caption(t("coverage.loads_caption"))

tables.download(
    {
        t("coverage.sheet_units"): (units, unit_columns),
        t("coverage.sheet_teams"): (teams, team_columns),
    },
    title=t("coverage.book_title", period=period, scope=here, day=told.day.isoformat()),
    file_name=t("coverage.file_name", period=period, scope=here),
    key="coverage_download",
)
