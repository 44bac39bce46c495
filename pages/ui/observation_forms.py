"""The forms of an observation visit: the visit, what was found, what came of it, taking it back."""

from collections.abc import Callable
from datetime import timedelta

import streamlit as st

from assessment.services import account_scope, observation, scopes
from assessment.services.observation import Asked, Visited
from pages.ui import panels, session

Wanted = Callable[[], object]
"""What a button that was pressed asks for; done when the page is drawn."""

USUAL_DAYS = 90
"""From the visit until it is looked at again, unless somebody says otherwise."""


def new() -> Wanted | None:
    """A button, and the form it opens."""
    t = session.messages()
    if not panels.is_open("new"):
        panels.button("new", t("observation.new"), primary=True)
        return None
    store, actor = session.store(), session.actor()
    units = {
        each.unit: each.said_in(t.lang)
        for each in scopes.units(store, actor)
        if actor.may(observation.RECORD, each.unit)
    }
    with st.form("observation_form"):
        st.subheader(t("observation.new"))
        unit = st.selectbox(
            t("observation.unit"), list(units), format_func=units.__getitem__, key="visitor"
        )
        day = st.date_input(
            t("observation.day"), value="today", format="YYYY-MM-DD", key="observation_day"
        )
        host = st.text_input(
            t("observation.host"),
            key="observation_host",
            max_chars=observation.LONGEST_HOST,
            placeholder=t("observation.host_hint"),
        )
        people = st.number_input(
            t("observation.people"),
            value=None,
            min_value=1,
            max_value=observation.MOST_PEOPLE,
            step=1,
            key="observation_people",
        )
        questions = st.text_area(
            t("observation.questions"),
            key="observation_questions",
            help=t("observation.no_names"),
        )
        pressed = _submit("new")
    if not pressed or unit is None:
        return None
    asked = questions.splitlines()
    return lambda: observation.record(store, actor, unit, day, host, asked, people)


def of_question(asked: Asked) -> Wanted | None:
    """What may be told of a question now."""
    t = session.messages()
    if asked.came_of_it is not None or asked.day > account_scope.today():
        return None
    answer, follow = f"answer_{asked.question}", f"follow_{asked.question}"
    if panels.is_open(answer):
        return _answer(asked, answer)
    if panels.is_open(follow):
        return _follow_up(asked, follow)
    with st.container(horizontal=True):
        if asked.adopt is not None:
            panels.button(follow, t("observation.follow_up"), primary=True)
        told = asked.found is not None
        panels.button(answer, t("observation.answer_again") if told else t("observation.answer"))
    return None


def _answer(asked: Asked, name: str) -> Wanted | None:
    t = session.messages()
    with st.form(f"form_{name}"):
        found = st.text_area(
            t("observation.answer_found"),
            value=asked.found or "",
            key=f"found_{asked.entry}",
            max_chars=observation.LONGEST,
            help=t("observation.no_names"),
        )
        adopt = st.text_area(
            t("observation.answer_adopt"),
            value=asked.adopt or "",
            key=f"adopt_{asked.entry}",
            max_chars=observation.LONGEST,
        )
        due = st.date_input(
            t("observation.answer_due"),
            value=asked.due or asked.day + timedelta(days=USUAL_DAYS),
            format="YYYY-MM-DD",
            key=f"due_{asked.entry}",
        )
        pressed = _submit(name)
    if not pressed:
        return None
    store, actor = session.store(), session.actor()
    return lambda: observation.answer(store, actor, asked.question, found, adopt, due, asked.entry)


def _follow_up(asked: Asked, name: str) -> Wanted | None:
    t = session.messages()
    with st.form(f"form_{name}"):
        came = st.text_area(
            t("observation.follow_came"),
            key=f"came_{asked.entry}",
            max_chars=observation.LONGEST,
            help=t("observation.no_names"),
        )
        day = st.date_input(
            t("observation.follow_day"),
            value="today",
            format="YYYY-MM-DD",
            key=f"looked_{asked.entry}",
        )
        pressed = _submit(name)
    if not pressed:
        return None
    store, actor = session.store(), session.actor()
    return lambda: observation.follow_up(store, actor, asked.question, came, day, asked.entry)


def withdrawing(visit: Visited) -> Wanted | None:
    t, name = session.messages(), f"withdraw_{visit.observation}"
    if not panels.is_open(name):
        panels.button(name, t("observation.withdraw"))
        return None
    with st.form(f"form_{name}"):
        reason = st.text_input(t("observation.withdraw_reason"), key=f"reason_{name}")
        with st.container(horizontal=True):
            pressed = st.form_submit_button(
                t("observation.withdraw"), key=f"now_{name}", type="primary"
            )
            panels.cancel(name)
    if not pressed:
        return None
    store, actor = session.store(), session.actor()
    return lambda: observation.withdraw(store, actor, visit.observation, reason)


def _submit(name: str) -> bool:
    t = session.messages()
    with st.container(horizontal=True):
        pressed = st.form_submit_button(t("observation.save"), key=f"save_{name}", type="primary")
        panels.cancel(name)
    return pressed
