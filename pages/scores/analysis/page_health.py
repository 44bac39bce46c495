"""Method & data health: how scores come about, how reliable the data are, what indicators do."""

import streamlit as st

from assessment.scores.analysis.data_health import reliability, statistics
from assessment.scores.analysis.data_health.method import method
from assessment.scores.framework_guide import framework_scheme
from assessment.units import scopes
from pages.kit import pickers, session, tables
from pages.scores.analysis import health, health_summary
from pages.scores.analysis import reliability as reliable

t = session.messages()
st.title(t("health.title"))
st.markdown(t("health.lead"))

with st.container(horizontal=True):
    period = pickers.period()
    scope = pickers.scope()

who = (session.data_source(), session.actor())
st.header(t("health.method"))
with session.explaining():
    steps = framework_scheme.steps(session.framework(), session.actor(), period, t)
    health.method(method(session.framework(), period), steps)
    shares = reliability.of_units(*who, period)
    told = statistics.statistics(*who, period)
    far = health.far_out(statistics.far_out(*who, period, scope))
    reviewed = reliability.is_reviewed(*who, period)
    units = reliable.by_county(shares, scope)
    here = scopes.title(session.store(), session.framework(), session.actor(), scope, t)
if units.empty:
    pickers.no_unit()
if not told.indicators["known"].any():
    st.info(t("health.nothing_yet"))
    st.stop()

st.header(t("health.summary"))
health_summary.summary(units, told, far, reviewed=reviewed)

st.header(t("health.reliability"))
health.explained(t("health.reliability_means"), t("health.reliability_do"))
doubtful = tables.pick_row(units, reliable.columns(), key="reliability")
st.caption(t("health.open"))

st.header(t("health.weights"))
health.explained(t("health.weights_means"), t("health.weights_do"))
among = health.level()
health.weights(told, among)
st.subheader(t("health.indicators"))
indicators = health.listed(told)
tables.show(indicators, health.indicator_columns(), key="indicators")

st.header(t("health.correlation"))
health.explained(t("health.correlation_means"), t("health.correlation_do"))
coefficient = health.coefficient()
with session.explaining():
    pairs = health.related(statistics.related(*who, period, coefficient, among), among)
health.heat_map(pairs, among)

st.header(t("health.consistency"))
health.explained(t("health.consistency_means"), t("health.consistency_do"))
alphas = health.consistency(told)
tables.show(alphas, health.consistency_columns(), key="consistency")

st.header(t("health.outliers"))
health.explained(t("health.outliers_means"), t("health.outliers_do"))
distant = None
if far.empty:
    st.info(t("health.no_outliers"))
else:
    distant = tables.pick_row(far, health.far_columns(), key="outliers")

tables.download(
    {
        t("health.sheet_reliability"): (units, reliable.columns()),
        t("health.sheet_weights"): (health.strengths_listed(told), health.strength_columns()),
        t("health.sheet_indicators"): (indicators, health.indicator_columns()),
        t("health.sheet_correlation"): (pairs, health.related_columns()),
        t("health.sheet_consistency"): (alphas, health.consistency_columns()),
        t("health.sheet_outliers"): (far, health.far_columns()),
    },
    title=t("health.book_title", period=period, scope=here),
    file_name=t("health.file_name", period=period, scope=here),
    key="health_download",
)
opened = doubtful or distant
if opened:
    session.go("county", unit=opened)
