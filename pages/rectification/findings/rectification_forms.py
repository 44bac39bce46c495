"""Forms of events: what each asks for, and what is then asked of the service."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

import streamlit as st

from assessment.errors import AssessmentError
from assessment.rectification.findings import (
    effect,
    finding_list,
    finding_workflow,
    measures,
    transitions,
)
from assessment.rectification.findings.cases import Case
from assessment.rectification.findings.effect import Measured
from assessment.rectification.findings.finding_workflow import Event
from assessment.rectification.findings.measures import LONGEST, MeasureTold, Planned
from assessment.rectification.findings.rules import KINDS, EventForm, Kind, Way
from pages.kit import inline_forms, refusals, session

Action = Callable[[], str]
"""What a button that was pressed asks for; does it, and says what was done."""

USUAL_DAYS: Mapping[Kind, int] = {"at_once": 7, "by_date": 60, "long_term": 180}
"""From today to the day that is offered."""

LONG = timedelta(days=USUAL_DAYS["long_term"])
LARGEST = 10
"""Megabytes of one file, as the server takes them."""

TYPES = ["jpg", "jpeg", "png", "pdf", "docx", "xlsx", "pptx", "ofd"]

WRONG_DAY = (
    "rectification.no_due",
    "rectification.due_passed",
    "rectification.not_later",
    "rectification.measure_passed",
    "rectification.measure_after",
)
"""What may be wrong with a day, of a finding or of a measure."""

KINDLY: frozenset[Event] = frozenset({"assign", "reopen"})
"""Says how it is to be put right, and by when."""

AT_ONCE: frozenset[Event] = frozenset({"verify", "sign", "accept", "consolidate"})
"""Needs nothing: its button is all."""


def wanted(revisions: Mapping[int, int], event: Event, event_form: EventForm) -> Action:
    """What a button asks for, bound to the findings as they were seen."""
    store, framework, actor = session.store(), session.framework(), session.actor()
    t = session.messages()

    def act() -> str:
        stage = t.code(
            "course.stage", transitions.take(store, framework, actor, revisions, event, event_form)
        )
        told = t.code("course.event", event)
        if len(revisions) > 1:
            return t("rectification.did.many", event=told, stage=stage, count=len(revisions))
        return t("rectification.did.one", event=told, stage=stage, number=next(iter(revisions)))

    return act


def show(
    case: Case, event: Event, revision: int, planned: Sequence[MeasureTold], today: date
) -> Action | None:
    """The form of an event, open in its place; what was pressed in it, if anything.

    `revision` is the entry the finding had when it was opened. What is typed belongs to the
    finding and not to that, so it stays when somebody was faster.
    """
    t = session.messages()
    key = f"{event}_{case.finding}"
    st.markdown(f"**{session.plain(t.code('course.event', event))}**")
    if revision != case.entry:
        _moved_on(case, event, today)
    kind = _kind(key) if event in KINDLY else None
    with st.form(f"form_{key}"):
        given = _asked(case, event, planned, key, today, kind)
        given = replace(given, kind=kind, note=_note(event, key))
        pressed = _ends(event, key)
    return wanted({case.finding: revision}, event, given) if pressed else None


def _moved_on(case: Case, event: Event, today: date) -> None:
    """Says so, and offers to go on with what is typed where that may still be done."""
    t = session.messages()
    st.warning(t("rectification.moved_on"))
    if transitions.may(session.actor(), case, event, today):
        st.button(
            t("rectification.go_on"),
            key=f"go_on_{event}_{case.finding}",
            on_click=session.show,
            args=(inline_forms.NAME, f"{event}_{case.finding}_{case.entry}"),
        )


def _asked(
    case: Case,
    event: Event,
    planned: Sequence[MeasureTold],
    key: str,
    today: date,
    kind: Kind | None,
) -> EventForm:
    """What an event asks for besides a note and a kind."""
    t = session.messages()
    later = case.asked_due or (case.due or today) + timedelta(days=30)
    due = t("rectification.form.due")
    asks: dict[Event, Callable[[], EventForm]] = {
        "assign": lambda: _due_of(kind, key, today),
        "plan": lambda: plan(case, planned, key, today),
        "ask_extension": lambda: EventForm(
            due=_due(t("rectification.form.later_due"), later, key, today)
        ),
        "extend": lambda: EventForm(due=_due(t("rectification.form.later_due"), later, key, today)),
        "go_long_term": lambda: EventForm(due=_due(due, today + LONG, key, today)),
        "reopen": lambda: _due_of(kind, key, today),
        "ask_closing": lambda: EventForm(files=_files(key)),
        "check": lambda: EventForm(way=_way(case, key)),
        "merge": lambda: EventForm(target=_target(case, key)),
    }
    return asks[event]() if event in asks else EventForm()


def together(
    event: Event, revisions: Mapping[int, int], today: date, *, changed: bool
) -> Action | None:
    """The form of an event brought about for many findings at once. `changed`: not the ones it was
    opened for, so a press is not meant for these."""
    t = session.messages()
    key = f"together_{event}"
    told = t(
        "rectification.form.together", event=t.code("course.event", event), count=len(revisions)
    )
    st.markdown(f"**{session.plain(told)}**")
    if changed:
        st.warning(t("rectification.changed", count=len(revisions)))
    kind = _kind(key) if event in KINDLY else None
    with st.form(f"form_{key}"):
        given = _due_of(kind, key, today) if kind else EventForm()
        given = replace(given, kind=kind, note=_note(event, key))
        pressed = _ends(event, key)
    return wanted(revisions, event, given) if pressed and not changed else None


def _ends(event: Event, key: str) -> bool:
    return inline_forms.ends(f"now_{key}", session.messages().code("course.event", event))


def _note(event: Event, key: str) -> str:
    t = session.messages()
    needed = finding_workflow.EVENTS[event].needs_note
    label = t("rectification.form.note") if needed else t("rectification.form.note_if_any")
    note = st.text_area(label, key=f"note_{key}", max_chars=LONGEST)
    refusals.below("rectification.no_note")
    return note


def _kind(key: str) -> Kind:
    """Outside the form, so that the day it offers follows."""
    t = session.messages()
    titles: dict[Kind, str] = {code: t.code("course.kind", code) for code in KINDS}
    kind = st.radio(
        t("rectification.form.kind"),
        list(titles),
        index=1,
        format_func=titles.__getitem__,
        horizontal=True,
        key=f"kind_{key}",
    )
    st.caption(t("rectification.form.kinds"))
    return kind


def _due_of(kind: Kind | None, key: str, today: date) -> EventForm:
    """The day that is usual for a kind, to begin with."""
    usual = today + timedelta(days=USUAL_DAYS[kind or "by_date"])
    label = session.messages()("rectification.form.due")
    return EventForm(due=_due(label, usual, f"{key}_{kind}", today))


def _due(label: str, first: date, key: str, today: date) -> date:
    due = st.date_input(
        label, value=max(first, today), min_value=today, format="YYYY-MM-DD", key=f"due_{key}"
    )
    refusals.below(*WRONG_DAY)
    return due


def plan(case: Case, planned: Sequence[MeasureTold], key: str, today: date) -> EventForm:
    """A new measure, or some of the unit's that serve this finding too."""
    t = session.messages()
    offered = {
        each.measure: t("rectification.form.measure", text=each.text, due=each.due.isoformat())
        for each in measures.offered(case, planned, today)
    }
    serves: list[int] = []
    if offered:
        serves = st.multiselect(
            t("rectification.form.serves"),
            list(offered),
            format_func=offered.__getitem__,
            key=f"serves_{key}",
            placeholder=t("rectification.form.choose"),
        )
        refusals.below(
            "rectification.unknown_measure",
            "rectification.served_passed",
            "rectification.served_after",
        )
    st.caption(t("rectification.form.new_measure"))
    text = st.text_area(t("rectification.form.text"), key=f"text_{key}", max_chars=LONGEST)
    refusals.below("rectification.measure_no_text", "rectification.no_measure")
    leader = st.text_input(t("rectification.form.leader"), key=f"leader_{key}", max_chars=60)
    refusals.below("rectification.measure_no_leader")
    department = st.text_input(
        t("rectification.form.department"), key=f"department_{key}", max_chars=60
    )
    refusals.below("rectification.measure_no_department")
    owner = st.text_input(t("rectification.form.owner"), key=f"owner_{key}", max_chars=60)
    refusals.below("rectification.measure_no_owner")
    first = case.due or today + LONG
    due = _due(t("rectification.form.measure_due"), first, f"measure_{key}", today)
    typed = any(each.strip() for each in (text, leader, department, owner))
    new = (Planned(text, leader, department, owner, due),) if typed or not serves else ()
    return EventForm(planned=new, serves=tuple(serves))


def _files(key: str) -> tuple[tuple[str, bytes], ...]:
    t = session.messages()
    files = st.file_uploader(
        t("rectification.form.files", megabytes=LARGEST),
        type=TYPES,
        accept_multiple_files=True,
        key=f"files_{key}",
        max_upload_size=LARGEST,
    )
    refusals.below("rectification.no_evidence")
    return tuple((file.name, file.getvalue()) for file in files or ())


def _way(case: Case, key: str) -> Way:
    t = session.messages()
    told = _measured(case)
    ways: tuple[Way, ...] = ("site", "indicator") if told and told.shows is False else ("site",)
    titles: dict[Way, str] = {code: t.code("course.way", code) for code in ways}
    st.caption(session.plain(_measured_said(told)))
    way = st.radio(
        t("rectification.form.way"),
        list(titles),
        format_func=titles.__getitem__,
        horizontal=True,
        key=f"way_{key}",
    )
    refusals.below(
        "rectification.no_way",
        "rectification.not_measured",
        "rectification.measured_unknown",
        "rectification.measured_out",
    )
    return way


def _measured(case: Case) -> Measured | None:
    """What figures published since say, for whoever checks."""
    try:
        return effect.again(session.data_source(), session.actor(), case)
    except AssessmentError:
        return None


def _measured_said(measured: Measured | None) -> str:
    t = session.messages()
    if measured is None:
        return t("rectification.form.not_measured")
    if measured.shows is None:
        return t("rectification.form.measured_unknown", period=measured.period)
    if measured.shows:
        return t("rectification.form.measured_out", period=measured.period)
    return t("rectification.form.measured_in", period=measured.period)


def _target(case: Case, key: str) -> int | None:
    t = session.messages()
    offered = {
        each.finding: t("rectification.card", number=each.finding, text=each.description)
        for each in finding_list.others(session.store(), session.actor(), case)
    }
    target: int | None = st.selectbox(
        t("rectification.form.target"),
        list(offered),
        index=None,
        format_func=offered.__getitem__,
        key=f"target_{key}",
        placeholder=t("rectification.form.choose"),
    )
    refusals.below(
        "rectification.no_target",
        "rectification.target_over",
        "rectification.target_unconfirmed",
    )
    return target


def kind_said(code: str | None) -> str | None:
    """The kind of a rectification in words; None where none is set."""
    t = session.messages()
    known: Kind | None = next((kind for kind in KINDS if kind == code), None)
    return t.code("course.kind", known) if known else None
