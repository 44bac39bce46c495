"""Framework: the indicators as people read them, and what of them is a proposal."""

import streamlit as st

from assessment.scores.framework_guide import framework_guide, framework_scheme
from pages.kit import session, tables
from pages.kit.drawings import charts
from pages.scores.framework_guide import guide, versions

t = session.messages()
st.title(t("framework.title"))

with st.container(horizontal=True):
    period = guide.period()
    strength = guide.strength()
    basis = guide.basis()

who = (session.framework(), session.actor())
with session.explaining():
    weights = framework_guide.weights(*who, period, t)
    every = framework_guide.indicators(*who, period, t)
    chosen = guide.told_basis(framework_guide.indicators(*who, period, t, strength, basis))
    fields = framework_guide.fields(*who, period, t)
    asked = framework_guide.fields(*who, period, t, strength)
    grades = framework_guide.grades(*who, period)
    peer_groups = framework_guide.peer_groups(*who, t)
    additions = framework_guide.additions(*who, period, t)
    vetoes = framework_guide.vetoes(*who, t)
    steps = framework_scheme.steps(*who, period, t)
    levels = framework_scheme.levels(*who, period, t)
guide.lead(every, len(fields))

drawing, scheme = st.columns([3, 2])
with drawing:
    st.header(t("framework.weights"))
    st.caption(guide.rings_caption(weights))
    charts.show(guide.rings(weights), key="weights", described=t("framework.weights_described"))
with scheme:
    st.header(t("framework.scheme"))
    guide.scheme(steps)
    st.header(t("framework.grades"))
    guide.grades(grades)
guide.levels(levels)

st.header(t("framework.indicators"))
st.caption(t("framework.chosen", chosen=len(chosen), whole=len(every)))
one_by_one, table, questions, extra, groups = st.tabs(
    [
        t("framework.one_by_one"),
        t("framework.table"),
        t("framework.fields"),
        t("framework.bonus_and_veto"),
        t("framework.peer_groups"),
    ]
)
with one_by_one:
    guide.cards(chosen)
with table:
    st.caption(t("framework.read_all"))
    tables.show(chosen, guide.indicator_columns(every), key="indicators", tallest=16)
with questions:
    guide.questions(asked)
with extra:
    st.subheader(t("framework.bonus"))
    guide.additions(additions, period)
    st.subheader(t("framework.veto"))
    guide.vetoes(vetoes)
with groups:
    st.caption(t("framework.groups_caption"))
    guide.peer_groups(peer_groups)
tables.download(
    {
        t("framework.indicators"): (chosen, guide.indicator_columns(every)),
        t("framework.fields"): (asked, guide.field_columns()),
    },
    title=t("framework.book_title", period=period, framework=t.of(session.framework().title)),
    file_name=t("framework.file_name", period=period),
    key="framework_download",
)
versions.section(period)
