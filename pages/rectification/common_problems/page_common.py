"""Deciding on common problems: what waits, what is confirmed and how far, what is settled."""

import streamlit as st

from assessment.kernel import clock
from assessment.rectification.common_problems import candidates, decisions, problems, progress
from assessment.units import scopes
from pages.kit import actions, pickers, session
from pages.rectification.common_problems import (
    decision_desk,
    decision_forms,
    list_downloads,
    problem_list,
    problem_progress,
)

t = session.messages()
st.title(t("common.title"))
if (done := session.word_left("common")) is not None:
    st.success(session.plain(done))
notice = st.container()

where, when = st.columns([3, 1])
with where:
    scope = decision_desk.scope()
with when:
    period = pickers.period()

who = (session.data_source(), session.actor())
with session.explaining():
    here = scopes.title(session.store(), session.framework(), session.actor(), scope, t)
    past = candidates.trend(*who, period, scope)
    found = candidates.candidates(*who, period, scope)
    standings = progress.standings(session.store(), session.actor(), clock.today(), scope)
    seen = decisions.seen(session.store(), session.actor(), scope)

decision_desk.lead(found, standings, scope=here, period=period)
st.caption(problem_list.rule(scope))
list_downloads.buttons(scope, standings)
part = decision_desk.part(found, standings)
wanted = None
with notice:
    decision_forms.still_there(part, period, scope, decision_desk.offered(part, found, standings))

if part == decision_desk.WAITING and (opened := decision_desk.waiting(found)) is not None:
    about = decisions.About(period, scope, opened.problem, seen)
    st.header(session.plain(decision_desk.title(opened.problem)))
    decision_forms.before(opened)
    problem_progress.trend(past[opened.problem], scope=here)
    wanted = decision_forms.candidate(opened, standings, about, here)
    with session.explaining():
        told = problems.spread(*who, period, opened.problem, scope)
    problem_list.spread(told)
elif part == decision_desk.CONFIRMED:
    since = {code: candidates.since(rows) for code, rows in past.items()}
    if (chosen := decision_desk.confirmed(standings, since)) is not None:
        about = decisions.About(period, scope, chosen.decided.problem, seen)
        st.header(session.plain(decision_desk.title(chosen.decided.problem)))
        problem_progress.tally(chosen)
        problem_progress.trend(past.get(chosen.decided.problem, ()), scope=here)
        wanted = decision_forms.confirmed(chosen, standings, about)
        problem_progress.late(chosen)
        problem_progress.units(chosen)
        problem_progress.history(chosen)
elif part == decision_desk.REST:
    decision_desk.rest(standings)

if wanted:
    session.leave_word("common", actions.attempt(wanted, notice))
