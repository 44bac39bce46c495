"""Common problems: what holds where, since when, what was decided, and how far the units are."""

import streamlit as st

from assessment.kernel import clock
from assessment.rectification.common_problems import candidates, problems, progress
from assessment.units import scopes
from pages.kit import pickers, session, tables, url_widgets
from pages.rectification.common_problems import list_downloads, problem_list, problem_progress

t = session.messages()
st.title(t("problems.title"))

where, when = st.columns([3, 1])
with where:
    scope = pickers.scope()
with when:
    period = pickers.period()

who = (session.data_source(), session.actor())
with session.explaining():
    table = problems.common_problems(*who, period, scope)
    here = scopes.title(session.store(), session.framework(), session.actor(), scope, t)
    standings = progress.by_problem(session.store(), session.actor(), clock.today(), scope)

if table.empty:
    st.info(t("problems.none_named"))
    st.stop()

problem_list.lead(table, scope=here, within=scope, period=period)
listed, columns = problem_list.listed(table, standings), problem_list.columns()
problem_list.choose(listed)
tables.download(
    {t("problems.sheet"): (listed, columns)},
    title=t("problems.book_title", period=period, scope=here),
    file_name=t("problems.file_name", period=period, scope=here),
    key="problems_download",
)
if standings:
    list_downloads.buttons(scope, standings.values())

titles = {row["problem"]: f"{row['problem']} {row['title']}" for row in listed.to_dict("records")}
problem = url_widgets.pick("problem", t("problems.pick"), titles)
with session.explaining():
    entry = problems.problem_named(session.framework(), problem)
    told = problems.spread(*who, period, problem, scope)
    past = candidates.trend(*who, period, scope)

problem_list.entry(entry, table)
problem_progress.trend(past[problem], scope=here)
if problem in standings:
    problem_progress.tally(standings[problem])
    problem_progress.late(standings[problem])
    problem_progress.units(standings[problem])
    problem_progress.history(standings[problem])
problem_list.spread(told)
