"""Deciding on common problems: what waits, what is confirmed and how far, what is settled."""

import streamlit as st

from assessment.kernel import clock
from assessment.rectification.common_problems import candidates, decisions, problems, progress
from assessment.units import scopes
from pages.kit import inline_forms, pickers, session
from pages.rectification.common_problems import (
    common_desk,
    common_forms,
    common_lists,
    common_standing,
    problem_list,
)

t = session.messages()
st.title(t("common.title"))
if (done := session.word_left("common")) is not None:
    st.success(session.plain(done))
notice = st.container()

where, when = st.columns([3, 1])
with where:
    scope = common_desk.scope()
with when:
    period = pickers.period()

who = (session.store(), session.framework(), session.actor())
with session.explaining():
    here = scopes.title(*who, scope, t)
    past = candidates.trend(*who, period, scope)
    found = candidates.candidates(*who, period, scope, past)
    standings = progress.standings(session.store(), session.actor(), clock.today(), scope)
    seen = decisions.seen(session.store(), session.actor(), scope)

common_desk.lead(found, standings, scope=here, period=period)
st.caption(problem_list.rule(scope))
common_lists.buttons(scope, standings)
part = common_desk.part(found, standings)
wanted = None
with notice:
    common_forms.still_there(part, period, scope, common_desk.offered(part, found, standings))

if part == common_desk.WAITING and (opened := common_desk.waiting(found)) is not None:
    about = decisions.About(period, scope, opened.problem, seen)
    st.header(session.plain(common_desk.title(opened.problem)))
    common_forms.before(opened)
    common_standing.trend(past[opened.problem], scope=here)
    wanted = common_forms.candidate(opened, standings, about, here)
    with session.explaining():
        told = problems.spread(*who, period, opened.problem, scope)
    problem_list.spread(told)
elif part == common_desk.CONFIRMED:
    since = {code: candidates.since(rows) for code, rows in past.items()}
    if (chosen := common_desk.confirmed(standings, since)) is not None:
        about = decisions.About(period, scope, chosen.decided.problem, seen)
        st.header(session.plain(common_desk.title(chosen.decided.problem)))
        common_standing.tally(chosen)
        common_standing.trend(past.get(chosen.decided.problem, ()), scope=here)
        wanted = common_forms.confirmed(chosen, standings, about)
        common_standing.late(chosen)
        common_standing.units(chosen)
        common_standing.history(chosen)
elif part == common_desk.REST:
    common_desk.rest(standings)

if wanted:
    with notice, session.explaining():
        done = wanted()
    inline_forms.close()
    session.leave_word("common", done)
