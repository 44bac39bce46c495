"""Rank robustness: how far each rank would move under choices that could be made otherwise."""

import streamlit as st

from assessment.scores.analysis import robustness
from assessment.scores.analysis.robustness import Question
from assessment.units import scopes
from pages.kit import badges, pickers, session, tables
from pages.kit.drawings import charts, interval_chart
from pages.scores.analysis import rank_uncertainty

t = session.messages()
st.title(t("robustness.title"))

with st.container(horizontal=True, vertical_alignment="bottom"):
    period = pickers.period()
    what = pickers.strength()
    scope = pickers.scope()
settings = rank_uncertainty.doubted()
st.markdown(t("robustness.lead", draws=settings.draws))
question = Question(period, what, scope)

asked = session.data_source(), session.actor(), question
with session.explaining():
    told = robustness.firmness(*asked, settings)
    here = scopes.title(session.store(), session.framework(), session.actor(), scope, t)
if told.units.empty:
    st.info(t("robustness.nothing_yet"))
    rank_uncertainty.unranked(told)
    st.stop()
units = rank_uncertainty.listed(told)
rank_uncertainty.summary(told, units)
if not settings.doubts:
    st.info(t("robustness.no_doubt"))
elif told.ranked == 1:
    st.info(t("robustness.one_unit"))
elif not told.moving:
    st.info(t("robustness.no_move"))
rank_uncertainty.what_is_in(settings)
rank_uncertainty.unranked(told)

st.header(t("robustness.chart"))
rows = rank_uncertainty.places(units)
if rows.empty:
    st.info(t("robustness.nothing_found"))
else:
    charts.show(
        interval_chart.chart(rows),
        key="rank_intervals",
        described=t("robustness.chart_described"),
    )
    st.caption(t("robustness.chart_caption"))

st.header(t("robustness.table"))
columns = rank_uncertainty.columns(settings.k)
opened = tables.pick_row(units, columns, key="robustness_units", tallest=14)
if opened:
    session.go("county", unit=opened)
st.caption(t("robustness.table_caption", k=settings.k))

st.header(t("robustness.influence"))
st.markdown(t("robustness.influence_lead"))
of = rank_uncertainty.explained(units)
if of:
    with session.explaining():
        rank_uncertainty.influence(robustness.influence(*asked, settings, of), of)

st.header(t("robustness.left_out"))
st.caption(t("robustness.left_out_caption"))
with session.explaining():
    without = rank_uncertainty.without_each(robustness.left_out(*asked))
without_columns = rank_uncertainty.without_columns()
tables.show(without, without_columns, key="robustness_left_out", tallest=12)

tables.download(
    {
        t("robustness.sheet_units"): (units, columns),
        t("robustness.sheet_left_out"): (without, without_columns),
    },
    title=t("robustness.book_title", period=period, scope=here, what=badges.ranked_by(what)),
    file_name=t("robustness.file_name", period=period, scope=here, what=badges.ranked_by(what)),
    key="robustness_download",
)
