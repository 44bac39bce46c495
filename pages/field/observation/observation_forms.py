"""The forms of an observation visit: the visit, what was found, what came of it, taking it back."""

from datetime import timedelta

import streamlit as st

from assessment.field.observation import observation
from assessment.field.observation.observation import QuestionState, Visited
from assessment.kernel import clock
from assessment.units import scopes
from pages.kit import inline_forms, pickers, refusals, session
from pages.kit.actions import Press

USUAL_DAYS = 90
"""From the visit until it is looked at again, unless somebody says otherwise."""


NEW = "observation_new"


def new() -> Press | None:
    """A button, and the form it opens."""
    t = session.messages()
    if not inline_forms.is_open("new"):
        inline_forms.button("new", t("observation.new"), primary=True)
        return None
    store, actor = session.store(), session.actor()
    units = {
        each.unit: each.said_in(t.lang)
        for each in scopes.units(store, actor)
        if actor.may(observation.RECORD, each.unit)
    }
    place, turn = st.container(), session.turn(NEW)
    with st.form(f"observation_form_{turn}"):
        st.subheader(t("observation.new"))
        unit = st.selectbox(
            t("observation.unit"),
            list(units),
            index=list(units).index(usual) if (usual := pickers.usual_unit()) in units else 0,
            format_func=units.__getitem__,
            key="visitor",
        )
        day = st.date_input(
            t("observation.day"), value=clock.today(), format="YYYY-MM-DD", key="observation_day"
        )
        refusals.below("observation.too_far_ahead")
        host = st.text_input(
            t("observation.host"),
            key="observation_host",
            max_chars=observation.LONGEST_HOST,
            placeholder=t("observation.host_hint"),
        )
        refusals.below("observation.no_host")
        people = st.number_input(
            t("observation.people"),
            value=None,
            min_value=1.0,
            max_value=float(observation.MOST_PEOPLE),
            step=1.0,
            # A box for whole numbers cuts 12.5 to 12 in the browser, and nobody is told.
            format="%g",
            key="observation_people",
        )
        refusals.below("observation.people")
        questions = st.text_area(
            t("observation.questions"),
            key="observation_questions",
            help=t("observation.no_names"),
        )
        refusals.below(
            "observation.no_question", "observation.too_many_questions", "observation.too_long"
        )
        pressed = _submit(f"new_{turn}")
    if not pressed or unit is None:
        return None
    asked = questions.splitlines()

    def act() -> None:
        observation.record(store, actor, unit, day, host, asked, people)
        # A second press is of a button that is gone: it records nothing.
        session.begin_anew(NEW)

    return Press(place, act)


def of_question(question_state: QuestionState) -> Press | None:
    """What may be told of a question now."""
    t = session.messages()
    if question_state.came_of_it is not None or question_state.day > clock.today():
        return None
    answer, follow = f"answer_{question_state.question}_", f"follow_{question_state.question}_"
    if (seen := inline_forms.opened(answer)) is not None:
        return _answer(question_state, f"{answer}{seen}", seen)
    if (seen := inline_forms.opened(follow)) is not None:
        return _follow_up(question_state, f"{follow}{seen}", seen)
    with st.container(horizontal=True):
        if question_state.adopt is not None:
            inline_forms.button(
                f"{follow}{question_state.entry}", t("observation.follow_up"), primary=True
            )
        told = question_state.found is not None
        label = t("observation.answer_again") if told else t("observation.answer")
        inline_forms.button(f"{answer}{question_state.entry}", label)
    return None


def _answer(question_state: QuestionState, name: str, revision: int) -> Press | None:
    t = session.messages()
    place = st.container()
    with st.form(f"form_{name}"):
        found = st.text_area(
            t("observation.answer_found"),
            value=question_state.found or "",
            key=f"found_{name}",
            max_chars=observation.LONGEST,
            help=t("observation.no_names"),
        )
        refusals.below("observation.nothing_found", "observation.not_yet")
        adopt = st.text_area(
            t("observation.answer_adopt"),
            value=question_state.adopt or "",
            key=f"adopt_{name}",
            max_chars=observation.LONGEST,
        )
        due = st.date_input(
            t("observation.answer_due"),
            value=question_state.due or question_state.day + timedelta(days=USUAL_DAYS),
            format="YYYY-MM-DD",
            key=f"due_{name}",
        )
        refusals.below("observation.no_due", "observation.due_before")
        if not _submit(name):
            return None
    store, actor = session.store(), session.actor()
    return Press(
        place,
        lambda: observation.answer(
            store, actor, question_state.question, found, adopt, due, revision
        ),
    )


def _follow_up(question_state: QuestionState, name: str, revision: int) -> Press | None:
    t = session.messages()
    place = st.container()
    with st.form(f"form_{name}"):
        came = st.text_area(
            t("observation.follow_came"),
            key=f"came_{name}",
            max_chars=observation.LONGEST,
            help=t("observation.no_names"),
        )
        refusals.below("observation.nothing_came", "observation.nothing_adopted")
        day = st.date_input(
            t("observation.follow_day"),
            value=clock.today(),
            format="YYYY-MM-DD",
            key=f"looked_{name}",
        )
        refusals.below("observation.looked_when")
        if not _submit(name):
            return None
    store, actor = session.store(), session.actor()
    return Press(
        place,
        lambda: observation.follow_up(store, actor, question_state.question, came, day, revision),
    )


def withdrawing(visit: Visited) -> Press | None:
    t, name = session.messages(), f"withdraw_{visit.observation}"
    if not inline_forms.is_open(name):
        inline_forms.button(name, t("observation.withdraw"))
        return None
    place = st.container()
    with st.form(f"form_{name}"):
        reason = st.text_input(t("observation.withdraw_reason"), key=f"reason_{name}")
        refusals.below("observation.no_reason")
        pressed = inline_forms.ends(f"now_{name}", t("observation.withdraw"))
    if not pressed:
        return None
    store, actor = session.store(), session.actor()
    return Press(place, lambda: observation.withdraw(store, actor, visit.observation, reason))


def _submit(name: str) -> bool:
    return inline_forms.ends(f"save_{name}", session.messages()("observation.save"))
