"""Rankings: every county's place, for the total or one strength."""

import streamlit as st

from assessment.scores.analysis import robustness
from assessment.scores.rankings import rankings
from pages.kit import badges, downloads, pickers, session, tables, url_widgets
from pages.scores.rankings import anonymous

t = session.messages()
st.title(t("rankings.title"))

with st.container(horizontal=True, vertical_alignment="bottom"):
    period = pickers.period()
    what = pickers.strength()
    scope = pickers.scope()
    grade = url_widgets.pick("grade", t("rankings.grade"), badges.grade_filter())
    search = url_widgets.search(t("rankings.search"), t("rankings.search_hint"))
view = rankings.View(period, what, scope, search, grade)

with session.explaining():
    units = rankings.with_others(session.data_source(), session.actor(), period, what, scope)
    question = robustness.Question(period, what, scope)
    firm = rankings.with_intervals(units, session.data_source(), session.actor(), question)
    rows = badges.ranking(rankings.matching(firm, view.search, view.grade))
if units.empty:
    pickers.no_unit()
if not units["score"].notna().any():
    st.info(t("rankings.nothing_yet"))
    st.stop()

if len(units) > 1:
    counted = {"ranked": units["score"].count(), "unknown": units["score"].isna().sum()}
    st.markdown(t("rankings.counted", **counted))
if rows.empty:
    st.info(t("rankings.nothing_found"))
    st.stop()

columns = {
    "rank": tables.rank(t("rankings.rank")),
    "said": tables.unit(t("rankings.unit"), pinned=True),
    "interval": tables.text(t("robustness.short")),
    "not_applicable": tables.number(
        t("rankings.not_applicable"), help=t("rankings.not_applicable_help")
    ),
    "no_value": tables.number(t("rankings.no_value"), help=t("rankings.no_value_help")),
    "score": tables.score(t("rankings.score")),
    "bar": tables.bar(t("rankings.of_100"), numbered=False),
    "grade_said": t("rankings.grade"),
    "change_said": t("rankings.change"),
    "risen_said": t("rankings.risen"),
    "completeness": tables.percent(t("rankings.completeness")),
    "reliability": tables.percent(t("health.reliability"), help=t("health.reliability_column")),
    "noted": t("rankings.note"),
    "prefecture_said": t("rankings.prefecture"),
    "rank_prefecture": tables.number(t("rankings.rank_prefecture")),
    "peer_group_said": t("rankings.peer_group"),
    "rank_peer_group": tables.number(t("rankings.rank_peer_group")),
    "unit": t("rankings.code"),
}
if view.is_narrowed:
    st.markdown(t("rankings.narrowed", shown=len(rows)))
st.caption(t("rankings.open"))
opened = tables.pick_row(rows, columns, key="ranking", tallest=18)
own = rows[rows["own"]]
if opened and opened not in set(own["unit"]):
    st.info(t("rankings.not_to_be_opened"))
elif opened:
    session.go("county", unit=opened)
if not units["own"].all():
    st.caption(t("basis.others_named"))
anonymous.spread(period, what)
st.caption(t("rankings.explain"))
st.caption(t("robustness.beside"))
session.link("robustness", t("robustness.beside_link"), strength=what, scope=scope)
if not own.empty:
    session.link("compare", t("rankings.compare"), unit=own["unit"].iloc[0])
downloads.ranking(view)
