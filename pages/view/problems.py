"""Common problems: what holds where, of how many units with data, and what usually helps."""

import streamlit as st

from assessment.services import problems, scopes
from pages.ui import pickers, problem_list, session, tables

t = session.messages()
st.title(t("problems.title"))

where, when = st.columns([3, 1])
with where:
    scope = pickers.scope()
with when:
    period = pickers.period()

who = (session.store(), session.framework(), session.actor())
with session.explaining():
    table = problems.common_problems(*who, period, scope)
    here = scopes.title(*who, scope, t)

if table.empty:
    st.info(t("problems.none_named"))
    st.stop()

problem_list.lead(table, scope=here, within=scope, period=period)
listed, columns = problem_list.listed(table), problem_list.columns()
problem_list.choose(listed)
tables.download(
    {t("problems.sheet"): (listed, columns)},
    title=t("problems.book_title", period=period, scope=here),
    file_name=t("problems.file_name", period=period, scope=here),
    key="problems_download",
)

titles = {row["problem"]: f"{row['problem']} {row['title']}" for row in listed.to_dict("records")}
problem = pickers.pick("problem", t("problems.pick"), titles)
with session.explaining():
    entry = problems.problem_named(session.framework(), problem)
    told = problems.spread(*who, period, problem, scope)

problem_list.entry(entry, table)
problem_list.spread(told)
