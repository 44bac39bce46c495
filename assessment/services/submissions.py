"""Where each unit's submission of a period stands, what this person may do to it, and doing it.

Every change of state goes through `moved`, in the transaction of whatever brought it about. It
reads the state again under the write lock: of two who press at once, the second is told.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from assessment.errors import AssessmentError, Unknown
from assessment.services import lifecycle
from assessment.services.lifecycle import Event, Levels, State
from assessment.services.people import Actor
from assessment.store import submissions as table
from assessment.store.batch import Cursor
from assessment.store.database import Store
from assessment.store.submissions import SubmissionEvent


class NotNow(AssessmentError):
    """The event may not happen in this state: somebody was faster, or the page is old."""

    key = "lifecycle.not_now"

    def __init__(self, *, unit: str, period: str, event: str, state: str) -> None:
        super().__init__(unit=unit, period=period, event=event, state=state)


class OwnSubmission(AssessmentError):
    """Who submitted something may not review it."""

    key = "lifecycle.own_submission"

    def __init__(self, *, unit: str, period: str) -> None:
        super().__init__(unit=unit, period=period)


@dataclass(frozen=True, slots=True)
class Submission:
    """Where one unit's submission of one period stands."""

    unit: str
    period: str
    state: State
    levels: Levels
    event: Event | None
    content: str | None
    due: date | None
    reason: str | None
    note: str | None
    actor: str | None
    since: datetime | None
    submitted_at: datetime | None
    submitted_by: str | None
    entry: int


def of_period(store: Store, actor: Actor, period: str) -> list[Submission]:
    """Of every unit the actor sees, in the order of their codes."""
    actor.must_somewhere("survey.read")
    return [
        row for row in store.ask("submission", Submission, period=period) if actor.sees(row.unit)
    ]


def of_unit(store: Store, actor: Actor, unit: str, period: str) -> Submission:
    """Raises `NotAllowed` out of scope, and `Unknown` for no such unit or period."""
    actor.must("survey.read", unit)
    everyone = store.ask("submission", Submission, period=period)
    if not everyone:
        raise Unknown(what="period", code=period)
    for row in everyone:
        if row.unit == unit:
            return row
    raise Unknown(what="unit", code=unit)


def actions(actor: Actor, submission: Submission) -> tuple[Event, ...]:
    """What this person may do to this submission now: the buttons a page shows, and no others."""
    return tuple(
        event
        for event, steps in lifecycle.EVENTS.items()
        if not steps[0].by_itself and may(actor, submission, event)
    )


def may(actor: Actor, submission: Submission, event: Event) -> bool:
    """Whether this person may bring about an event now. Nobody reviews what they submitted."""
    step = lifecycle.step(event, submission.state, submission.levels)
    if step is None or not actor.may(step.verb, submission.unit):
        return False
    return step.verb == "survey.file" or submission.submitted_by != actor.name


def must(actor: Actor, submission: Submission, event: Event) -> None:
    """Raise unless `may`: `NotNow`, `NotAllowed` or `OwnSubmission`, whichever it is."""
    unit, period = submission.unit, submission.period
    verbs = [step.verb for step in lifecycle.EVENTS[event]]
    held = [verb for verb in verbs if actor.may(verb, unit)]
    actor.must(held[0] if held else verbs[0], unit)
    step = lifecycle.step(event, submission.state, submission.levels)
    if step is None:
        raise NotNow(unit=unit, period=period, event=event, state=submission.state)
    actor.must(step.verb, unit)
    if not may(actor, submission, event):
        raise OwnSubmission(unit=unit, period=period)


def moved(
    cursor: Cursor,
    seen: Submission,
    event: Event,
    actor: str,
    *,
    content: str | None = None,
    due: date | None = None,
    reason: str | None = None,
    note: str | None = None,
) -> State:
    """Record an event, in the caller's transaction, and return where it led.

    Whether the actor may is asked before, with `must`. Raises `NotNow` where the submission has
    moved on since it was `seen`. Without `content` that of the submission stays.
    """
    target = lifecycle.after(event, seen.state, seen.levels)
    if target is None or table.newest(cursor, seen.unit, seen.period) != seen.entry:
        raise NotNow(unit=seen.unit, period=seen.period, event=event, state=seen.state)
    table.record(
        cursor,
        [
            SubmissionEvent(
                unit=seen.unit,
                period=seen.period,
                event=event,
                state=target,
                actor=actor,
                content=content or seen.content,
                due=due,
                reason=reason,
                note=note,
            )
        ],
    )
    return target


def content(said: Sequence[tuple[str, str, float | None, str | None]], files: Sequence[str]) -> str:
    """The hash an approval binds to: of answers (field, state, value, note) and evidence hashes."""
    told = json.dumps([sorted(said), sorted(files)], ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()
