"""One finding: where it stands, what it is about, and exactly the buttons this person may press."""

from collections.abc import Sequence
from datetime import date

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from assessment.rectification.findings import (
    deadlines,
    finding_list,
    finding_workflow,
    rules,
    transitions,
)
from assessment.rectification.findings.cases import Case
from assessment.rectification.findings.finding_workflow import Event, Stage
from assessment.rectification.findings.measures import MeasureTold
from assessment.units import scopes
from pages.kit import inline_forms, session
from pages.rectification.findings import rectification_forms, rectification_list
from pages.rectification.findings.rectification_forms import AT_ONCE, Action

COURSE: tuple[Stage, ...] = (
    *("clue", "verified", "assigned", "signed", "under_way", "closing", "checked", "closed"),
    *("revisited", "consolidated"),
)
"""The ordinary course, to show how far a finding has come."""


def head(case: Case, today: date) -> DeltaGenerator:
    """Where it stands; returns the place for what went wrong with a click."""
    t = session.messages()
    unit = scopes.named(session.store(), session.actor(), case.unit)
    st.title(session.plain(t("rectification.of", number=case.finding, unit=unit.said_in(t.lang))))
    light = deadlines.light(case, today)
    st.markdown(rectification_list.badges(case, light))
    st.markdown(f"**{session.plain(case.description)}**")
    st.caption(session.plain(" · ".join(_facts(case))))
    st.caption(session.plain(" · ".join(_times(case))))
    if case.stage in COURSE:
        place = COURSE.index(case.stage)
        st.progress(
            place / (len(COURSE) - 1),
            " → ".join(_said(stage, is_here=stage == case.stage) for stage in _around(place)),
        )
    if case.merged_into is not None:
        session.within(
            "rectification",
            t("rectification.merged_into", number=case.merged_into),
            key="merged_into",
            finding=str(case.merged_into),
            **rectification_list.filters(),
        )
    return rectification_list.said()


def _said(stage: Stage, *, is_here: bool) -> str:
    told = session.plain(session.messages().code("course.stage", stage))
    return f"**{told}**" if is_here else told


def _around(place: int) -> tuple[Stage, ...]:
    """The stage before, this one and the next two."""
    return COURSE[max(place - 1, 0) : place + 3]


def _facts(case: Case) -> list[str]:
    t, framework = session.messages(), session.framework()
    strength = framework.strength_by_code.get(case.strength)
    told = [t.of(strength.title) if strength else case.strength]
    problem = framework.problem_by_code.get(case.problem or "")
    if problem:
        told.append(f"{problem.code} {t.of(problem.title)}")
    indicator = framework.indicator_by_code.get(case.indicator or "")
    if indicator:
        told.append(t.of(indicator.title))
    told.append(t.code("finding.severity", case.severity))
    told.append(case.team_name or t.code("course.source", case.source, case.source))
    told.append(t("rectification.found", day=case.found_on.isoformat(), period=case.period))
    return told


def _times(case: Case) -> list[str]:
    t = session.messages()
    told = []
    kind = rectification_forms.kind_said(case.kind)
    told += [kind] if kind else []
    if case.due is not None:
        told.append(t("rectification.due", day=case.due.isoformat()))
    if case.extensions:
        told.append(t("rectification.extended", count=case.extensions))
    report = deadlines.report_due(case)
    if report is not None:
        told.append(t("rectification.report_due", day=report.isoformat()))
    span = deadlines.revisit_span(case)
    if span is not None:
        told.append(t("rectification.revisit", first=span[0].isoformat(), last=span[1].isoformat()))
    if case.asked_due is not None:
        told.append(t("rectification.asked_due", day=case.asked_due.isoformat()))
    return told or [t("rectification.no_day")]


def buttons(case: Case, planned: Sequence[MeasureTold], today: date) -> Action | None:
    """Just what this person may do now; what they pressed, if they pressed anything."""
    t, actor = session.messages(), session.actor()
    events = transitions.actions(actor, case, today)
    forward = finding_list.NEXT.get(case.stage, ())
    wanted = _pressed(case)
    with st.container(horizontal=True):
        for event in events:
            label, primary = t.code("course.event", event), event in forward
            if event in AT_ONCE:
                _at_once(case, event, label, primary=primary)
            else:
                inline_forms.button(f"{event}_{case.finding}_{case.entry}", label, primary=primary)
    for event in finding_workflow.EVENTS:
        seen = inline_forms.opened(f"{event}_{case.finding}_")
        if seen is not None and _stays(case, event, seen, events):
            wanted = rectification_forms.show(case, event, seen, planned, today) or wanted
    if not set(events) & set(forward):
        _waiting(case, today)
    return wanted


def _at_once(case: Case, event: Event, label: str, *, primary: bool) -> None:
    """A button that needs nothing else. What it was pressed for is kept: when the finding has moved
    on meanwhile, the page that answers may not have the button any more."""
    st.button(
        label,
        key=f"do_{event}_{case.finding}",
        type="primary" if primary else "secondary",
        on_click=session.retype,
        args=(f"pressed_{case.finding}", (event, case.entry)),
    )


def _pressed(case: Case) -> Action | None:
    """What such a button was pressed for, once."""
    key = f"pressed_{case.finding}"
    pressed = session.typed(key, None)
    if pressed is None:
        return None
    session.retype(key, None)
    event, seen = pressed
    return rectification_forms.wanted({case.finding: seen}, event, rules.EventForm())


def _stays(case: Case, event: Event, revision: int, events: Sequence[Event]) -> bool:
    """Whether an open form is shown: also where somebody was faster than who types in it."""
    if event in AT_ONCE:
        return False
    faster = revision != case.entry and session.actor().may(
        finding_workflow.EVENTS[event].verb, case.unit
    )
    return event in events or faster


def _waiting(case: Case, today: date) -> None:
    """Who has to do something next, and why this person may not, where it might be asked."""
    t, actor = session.messages(), session.actor()
    for event in finding_list.NEXT.get(case.stage, ()):
        step = finding_workflow.EVENTS[event]
        problem = rules.barred(actor, case, event, today)
        if actor.may(step.verb, case.unit) and problem is not None and event != "extend":
            st.info(session.plain(t(problem.key, **problem.facts)))
            return
    told = {
        finding_workflow.LEAD: t("rectification.turn.lead"),
        finding_workflow.ANSWER: t("rectification.turn.answer"),
        finding_workflow.CHECK: t("rectification.turn.check"),
    }
    verbs = [
        finding_workflow.EVENTS[event].verb for event in finding_list.NEXT.get(case.stage, ())
    ][:1]
    for verb in verbs:
        st.caption(session.plain(told[verb]))
