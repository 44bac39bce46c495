"""Events of findings: each is written here, in the transaction of what brought it about.

`log` puts new findings on record with their first event. Every other event of a person goes
through `take`, which reads the stage again under the write lock: of two who press at once, the
second is told. `moved` writes what comes with something else, such as a relapse.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from assessment.errors import AssessmentError, NotAllowed, Place, Problem
from assessment.framework.model import Framework
from assessment.kernel import clock
from assessment.kernel.actors import Actor
from assessment.rectification.findings import (
    cases,
    effect,
    finding_workflow,
    findings_table,
    measures,
    rules,
)
from assessment.rectification.findings import rectification_table as table
from assessment.rectification.findings.cases import Case
from assessment.rectification.findings.finding_workflow import Event, Stage
from assessment.rectification.findings.findings_table import Finding
from assessment.rectification.findings.measures import RectificationRefused
from assessment.rectification.findings.rectification_table import FindingEvent
from assessment.rectification.findings.rules import EventForm, Kind, Situation
from assessment.scores.basis.basis import DataSource
from assessment.store.batch import Cursor
from assessment.store.database import Store
from assessment.survey.evidence import attachments
from assessment.survey.evidence.attachments import StoredFile

NOTHING = EventForm()


class NotNow(AssessmentError):
    """The event may not happen at this stage: somebody was faster, or the page is old."""

    key = "rectification.not_now"

    def __init__(self, *, finding: int, event: str, stage: str) -> None:
        super().__init__(finding=finding, event=event, stage=stage)


def log(
    cursor: Cursor, by: str, findings: Sequence[Finding], *, verified: bool = False
) -> list[int]:
    """Record new findings as clues, in the caller's transaction, and return their numbers.

    `verified`: whoever brings them about has confirmed them at once, as who confirms a common
    problem does. Permission is asked and the findings are checked before.
    """
    numbers = findings_table.record_findings(cursor, findings)
    events: list[Event] = ["log", "verify"] if verified else ["log"]
    stage: Stage = finding_workflow.FIRST
    for event in events:
        stage = finding_workflow.EVENTS[event].target or stage
        table.record(cursor, [FindingEvent(number, event, stage, by) for number in numbers])
    return numbers


def actions(actor: Actor, case: Case, today: date) -> tuple[Event, ...]:
    """What this person may do to this finding now: the buttons a page shows, and no others."""
    return tuple(event for event in finding_workflow.EVENTS if may(actor, case, event, today))


def may(actor: Actor, case: Case, event: Event, today: date) -> bool:
    step = finding_workflow.EVENTS[event]
    return (
        not step.by_itself
        and case.stage in step.sources
        and actor.may(step.verb, case.unit)
        and rules.barred(actor, case, event, today) is None
    )


def must(actor: Actor, case: Case, event: Event, today: date) -> None:
    """Raise unless `may`: `NotAllowed`, `NotNow` or `RectificationRefused`."""
    step = finding_workflow.EVENTS[event]
    if not actor.may(step.verb, case.unit):
        raise NotAllowed(actor=actor.name, verb=step.verb, subject=str(case.finding))
    if step.by_itself or case.stage not in step.sources:
        raise NotNow(finding=case.finding, event=event, stage=case.stage)
    if (problem := rules.barred(actor, case, event, today)) is not None:
        raise RectificationRefused([problem])


def take(
    store: Store,
    framework: Framework,
    actor: Actor,
    revisions: Mapping[int, int],
    event: Event,
    event_form: EventForm = NOTHING,
    *,
    now: datetime | None = None,
) -> Stage:
    """Bring about an event of one or more findings, and return where it led.

    `revisions` is the entry of each finding's last event as the person saw it. All of them or none:
    raises `NotNow`, `NotAllowed`, `RectificationRefused` with everything wrong, and `Rejected` for
    a file that may not be kept. `now` is in UTC, and the clock's where nothing is said.
    """
    actor.must_somewhere(finding_workflow.EVENTS[event].verb)
    if not revisions:
        raise RectificationRefused([Problem("rectification.nothing_chosen", Place("*"))])
    moment = now or clock.now()
    today = clock.local_day(moment)
    before = [cases.of(store, actor, finding) for finding in sorted(revisions)]
    for case in before:
        must(actor, case, event, today)
    kept = [attachments.keep(store, actor, *file) for file in event_form.files]
    again = [
        effect.again(DataSource(store, framework), actor, case)
        if event_form.way == "indicator"
        else None
        for case in before
    ]
    units = sorted({case.unit for case in before})
    with store.writing(
        actor=actor.name,
        action=f"rectification.{event}",
        subject=units[0] if len(units) == 1 else "*",
        facts=_facts(before, event, event_form, kept),
    ) as cursor:
        standing = [cases.of(store, actor, finding) for finding in sorted(revisions)]
        found: list[Problem] = []
        for case, figures in zip(standing, again, strict=True):
            if case.entry != revisions[case.finding]:
                raise NotNow(finding=case.finding, event=event, stage=case.stage)
            must(actor, case, event, today)
            situation = _situation(store, actor, case, event, today)
            found += rules.problems(case, event, event_form, replace(situation, measured=figures))
        if found:
            raise RectificationRefused(found)
        _bring(cursor, actor, standing, event_form, kept)
        return moved(cursor, standing, event, actor.name, event_form, now=moment)


def moved(
    cursor: Cursor,
    standing: Sequence[Case],
    event: Event,
    by: str,
    event_form: EventForm = NOTHING,
    *,
    reason: str | None = None,
    now: datetime | None = None,
) -> Stage:
    """Record an event, in the caller's transaction, and return where it led.

    Whether it may be is asked before. Raises `NotNow` where a finding has moved on.
    """
    rows = [row_of(case, event, by, event_form, reason=reason, now=now) for case in standing]
    for case in standing:
        if table.newest(cursor, case.finding) != case.entry:
            raise NotNow(finding=case.finding, event=event, stage=case.stage)
    table.record(cursor, rows)
    return finding_workflow.after(event, standing[-1].stage) or standing[0].stage


def row_of(
    case: Case,
    event: Event,
    by: str,
    event_form: EventForm,
    *,
    reason: str | None = None,
    now: datetime | None = None,
) -> FindingEvent:
    """An event of a finding as it is recorded. Raises `NotNow` where it leads nowhere."""
    target = finding_workflow.after(event, case.stage)
    if target is None:
        raise NotNow(finding=case.finding, event=event, stage=case.stage)
    return FindingEvent(
        case.finding,
        event,
        target,
        by,
        kind=_kind(event, event_form),
        due=event_form.due,
        way=event_form.way,
        reason=reason,
        note=event_form.note.strip() or None,
        target=event_form.target,
        at=now or clock.now(),
    )


def _kind(event: Event, event_form: EventForm) -> Kind | None:
    """What came back has to be put right by its new day, whatever it was before."""
    if event == "go_long_term":
        return "long_term"
    return event_form.kind or ("by_date" if event == "reopen" else None)


def _situation(store: Store, actor: Actor, case: Case, event: Event, today: date) -> Situation:
    """What the rules of an event look at; only what they do."""
    others = cases.listed(store, actor) if event == "merge" else []
    known = measures.of_unit(store, actor, case.unit) if event == "plan" else []
    return Situation(
        today,
        {each.finding: each for each in others if each.unit == case.unit},
        {each.measure: each for each in known},
    )


def _bring(
    cursor: Cursor,
    actor: Actor,
    standing: Sequence[Case],
    event_form: EventForm,
    stored_files: Sequence[StoredFile],
) -> None:
    """What comes with an event: measures, one for all findings of a unit, and files."""
    if event_form.planned or event_form.serves:
        for unit in sorted({case.unit for case in standing}):
            served = [case for case in standing if case.unit == unit]
            measures.recorded(cursor, served, event_form.planned, event_form.serves)
    if stored_files:
        for case in standing:
            attachments.record(cursor, actor, case.unit, ("finding", case.finding), stored_files)


def _facts(
    before: Sequence[Case], event: Event, event_form: EventForm, stored_files: Sequence[StoredFile]
) -> dict[str, object]:
    """An event as the audit keeps it: where each stood, and what was given."""
    told: dict[str, object] = {
        "findings": {str(case.finding): case.stage for case in before},
        "after": finding_workflow.after(event, before[0].stage),
        "note": event_form.note.strip() or None,
        "kind": event_form.kind,
        "due": event_form.due,
        "way": event_form.way,
        "target": event_form.target,
        "measures": [each.text for each in event_form.planned] or None,
        "serves": list(event_form.serves) or None,
        "files": [{"file_name": each.file_name, "hash": each.hash} for each in stored_files]
        or None,
    }
    return {name: value for name, value in told.items() if value is not None}
