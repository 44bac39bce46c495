"""Liaison coverage: who has a team, who has not, how long ago anyone came, who carries much."""

import streamlit as st

from assessment.field.coverage import coverage_watch
from assessment.field.coverage.coverage import coverage, days_offered, last_day
from assessment.kernel import clock
from assessment.units import scopes
from pages.field.coverage import liaison, liaison_matrix, liaison_watch
from pages.kit import pickers, session, tables, url_widgets

t = session.messages()
st.title(t("coverage.title"))

where, when, which = st.columns([2, 1, 1])
with where:
    scope = pickers.scope()
with when:
    period = pickers.running_period()
with which:
    day = url_widgets.day_within(
        "day",
        t("coverage.day"),
        last_day(period),
        span=days_offered(period),
        hint=t("coverage.day_help"),
    )

with session.explaining():
    rules = session.written_framework().liaison
    told = coverage(session.store(), session.actor(), period, scope, on=day)
    here = scopes.title(session.store(), session.framework(), session.actor(), scope, t)
    watched = (
        coverage_watch.watched(session.data_source(), session.actor(), told, rules)
        if rules
        else None
    )
if not told.total:
    st.info(t("coverage.nothing_yet"))
    st.stop()

if told.day != clock.today():
    days = {"day": told.day.isoformat(), "now": clock.today().isoformat()}
    st.warning(t("coverage.not_today", **days))
liaison.headline(told)
if watched:
    liaison_watch.pointed_out(told, watched)

st.header(t("coverage.map"))
st.caption(t("coverage.map_caption"))
clicked = liaison.recency_map(told)
if clicked:
    session.go("county", unit=clicked)

if rules and watched:
    st.header(t("coverage.lists"))
    liaison_watch.lists(told, watched)
    liaison_watch.rules_told(rules, watched)

st.header(t("coverage.units"))
units, unit_columns = liaison.units_listed(told), liaison.unit_columns()
selected = liaison.pick_unit(units)
if selected:
    session.go("county", unit=selected)
st.caption(t("coverage.open"))
sheets = {t("coverage.sheet_units"): (units, unit_columns)}

st.header(t("coverage.loads"))
if watched:
    teams, team_columns = liaison_watch.teams_listed(told, watched), liaison_watch.team_columns()
else:
    teams, team_columns = liaison.teams_listed(told), liaison.team_columns()
if teams.empty:
    st.info(t("coverage.no_teams"))
else:
    tables.show(teams, team_columns, key="coverage_teams")
    st.caption(t("coverage.loads_caption"))
sheets |= {t("coverage.sheet_teams"): (teams, team_columns)}

if watched and not watched.people.empty:
    st.header(t("coverage.people_days"))
    people, people_columns = liaison_watch.people_listed(watched), liaison_watch.people_columns()
    tables.show(people, people_columns, key="coverage_people")
    st.caption(t("coverage.people_caption") if watched.compared else t("coverage.people_partly"))
    sheets |= {t("coverage.sheet_people"): (people, people_columns)}

st.header(t("coverage.timeline"))
with session.explaining():
    lately = liaison_watch.lately(watched)
    months = coverage_watch.timeline(session.store(), session.actor(), day, scope, lately=lately)
if months.empty:
    st.info(t("coverage.no_teams"))
else:
    liaison_watch.timeline(months, lately)

st.header(t("coverage.matrix"))
liaison_matrix.show(told)

tables.download(
    sheets,
    title=t("coverage.book_title", period=period, scope=here, day=told.day.isoformat()),
    file_name=t("coverage.file_name", period=period, scope=here),
    key="coverage_download",
)
