"""What an event must bring with it, and who may not be the one to bring it.

The course says which event leads from where to where; this says what else must hold. `barred`
is why somebody with the verb may not press a button at all, `problems` what is wrong with what
they gave when they pressed it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import get_args

from assessment.errors import Problem
from assessment.kernel import codes
from assessment.kernel.actors import Actor
from assessment.rectification.findings import deadlines, finding_workflow, measures
from assessment.rectification.findings.cases import Case
from assessment.rectification.findings.effect import Measured
from assessment.rectification.findings.finding_workflow import Event
from assessment.rectification.findings.measures import LONGEST, MeasureTold, Planned, problem

Kind = codes.RectificationKind
KINDS: tuple[Kind, ...] = get_args(Kind)
"""立行立改, 限期整改, 长期整改."""

Way = codes.CheckWay
WAYS: tuple[Way, ...] = get_args(Way)


@dataclass(frozen=True, slots=True)
class EventForm:
    """What comes with an event; which of it is needed is the event's business."""

    note: str = ""
    kind: Kind | None = None
    due: date | None = None
    way: Way | None = None
    target: int | None = None
    """The finding it is merged into."""

    planned: tuple[Planned, ...] = ()
    serves: tuple[int, ...] = ()
    """Measures of the unit that are to serve this finding too."""

    files: tuple[tuple[str, bytes], ...] = ()
    """Names and bytes."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known when an event is judged, under the write lock."""

    today: date
    others: Mapping[int, Case]
    """The unit's other findings, for merging."""

    known: Mapping[int, MeasureTold]
    """The unit's measures."""

    measured: Measured | None = None


Rule = Callable[[Case, EventForm, Situation], Iterator[Problem]]


def barred(actor: Actor, case: Case, event: Event, today: date) -> Problem | None:
    """Why this person may not do it though their role does such things; None: they may."""
    code = _barred(actor, case, event, today)
    span = deadlines.revisit_span(case)
    if code == "rectification.too_early" and span is not None:
        return problem(case, code, earliest=span[0], latest=span[1])
    return problem(case, code) if code else None


def _barred(actor: Actor, case: Case, event: Event, today: date) -> str | None:
    """The first that holds of what stands in the way of an event."""
    span = deadlines.revisit_span(case)
    foreign = actor.role == "team" and case.team not in actor.teams
    waits = case.asked_due is not None
    enough = case.extensions >= finding_workflow.MOST_EXTENSIONS
    ways: dict[Event, tuple[tuple[bool, str], ...]] = {
        "verify": ((case.recorded_by == actor.name, "rectification.own_finding"),),
        "withdraw": ((foreign, "rectification.other_team"),),
        "check": ((case.asked_by == actor.name, "rectification.own_request"),),
        "accept": (
            (case.asked_by == actor.name, "rectification.own_request"),
            (case.checked_by == actor.name, "rectification.own_check"),
        ),
        "ask_extension": (
            (waits, "rectification.extension_waits"),
            (enough, "rectification.extended_enough"),
        ),
        "extend": ((not waits, "rectification.no_extension_asked"),),
        "refuse_extension": ((not waits, "rectification.no_extension_asked"),),
        "revisit": ((span is not None and today < span[0], "rectification.too_early"),),
    }
    return next((code for holds, code in ways.get(event, ()) if holds), None)


def problems(case: Case, event: Event, event_form: EventForm, now: Situation) -> Iterator[Problem]:
    """Everything wrong with what was given."""
    note = event_form.note.strip()
    if finding_workflow.EVENTS[event].needs_note and not note:
        yield problem(case, "rectification.no_note")
    if len(note) > LONGEST:
        yield problem(case, "rectification.too_long", length=len(note), longest=LONGEST)
    if event in _RULES:
        yield from _RULES[event](case, event_form, now)


def _assign(case: Case, event_form: EventForm, now: Situation) -> Iterator[Problem]:
    if event_form.kind not in KINDS:
        yield problem(case, "rectification.no_kind")
    if event_form.kind != "long_term" or event_form.due is not None:
        yield from _new_due(case, event_form, now)


def _new_due(case: Case, event_form: EventForm, now: Situation) -> Iterator[Problem]:
    if event_form.due is None:
        yield problem(case, "rectification.no_due")
    elif event_form.due < now.today:
        yield problem(case, "rectification.due_passed", due=event_form.due, today=now.today)


def _later_due(case: Case, event_form: EventForm, now: Situation) -> Iterator[Problem]:
    yield from _new_due(case, event_form, now)
    if event_form.due is not None and case.due is not None and event_form.due <= case.due:
        yield problem(case, "rectification.not_later", due=event_form.due, before=case.due)


def _maybe_due(case: Case, event_form: EventForm, now: Situation) -> Iterator[Problem]:
    if event_form.due is not None:
        yield from _new_due(case, event_form, now)


def _plan(case: Case, event_form: EventForm, now: Situation) -> Iterator[Problem]:
    if not (event_form.planned or event_form.serves or case.measures):
        yield problem(case, "rectification.no_measure")
    if case.due is None and case.kind != "long_term":
        yield problem(case, "rectification.no_due")
    yield from measures.problems(case, event_form.planned, event_form.serves, now.known, now.today)


def _ask_closing(case: Case, event_form: EventForm, _: Situation) -> Iterator[Problem]:
    if not (event_form.files or case.proofs):
        yield problem(case, "rectification.no_evidence")


def _check(case: Case, event_form: EventForm, now: Situation) -> Iterator[Problem]:
    if event_form.way not in WAYS:
        yield problem(case, "rectification.no_way")
    if event_form.way != "indicator":
        return
    if now.measured is None:
        yield problem(case, "rectification.not_measured")
    elif now.measured.shows is None:
        yield problem(case, "rectification.measured_unknown", period=now.measured.period)
    elif now.measured.shows:
        yield problem(case, "rectification.measured_out", period=now.measured.period)


def _merge(case: Case, event_form: EventForm, now: Situation) -> Iterator[Problem]:
    into = now.others.get(event_form.target or 0)
    if into is None or into.finding == case.finding:
        yield problem(case, "rectification.no_target")
    elif into.stage in finding_workflow.CLOSED:
        yield problem(case, "rectification.target_over", target=into.finding)
    elif into.stage in finding_workflow.UNCONFIRMED:
        yield problem(case, "rectification.target_unconfirmed", target=into.finding)


_RULES: Mapping[Event, Rule] = {
    "assign": _assign,
    "overrule": _maybe_due,
    "plan": _plan,
    "ask_extension": _later_due,
    "extend": _later_due,
    "go_long_term": _new_due,
    "ask_closing": _ask_closing,
    "check": _check,
    "send_back": _maybe_due,
    "reopen": _new_due,
    "merge": _merge,
}
"""What an event needs besides a note."""
