"""Where each unit's submission of a period stands, what this person may do to it, and doing it.

Every change of state goes through `moved`, in the transaction of whatever brought it about. It
reads the state again under the write lock: of two who press at once, the second is told. Whatever
else is written about a submission (a draft, a verdict, a reply) asks `must_stand` there. A locked
period takes none of it.
"""

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from assessment.errors import AssessmentError, Unknown
from assessment.kernel.actors import Actor
from assessment.store.batch import Cursor
from assessment.store.database import Store
from assessment.survey.periods import submission_workflow
from assessment.survey.periods import submissions_table as table
from assessment.survey.periods.submission_workflow import Event, Levels, State
from assessment.survey.periods.submissions_table import SubmissionEvent


class NotNow(AssessmentError):
    """The event may not happen in this state: somebody was faster, or the page is old."""

    key = "lifecycle.not_now"

    def __init__(self, *, unit: str, period: str, event: str, state: str) -> None:
        super().__init__(unit=unit, period=period, event=event, state=state)


class PeriodLocked(AssessmentError):
    """The period takes no drafts, no filings and no verdicts any more, until it is unlocked."""

    key = "lifecycle.period_locked"

    def __init__(self, *, period: str) -> None:
        super().__init__(period=period)


LOCK_LEAVES: frozenset[Event] = frozenset({"publish"})
"""What may still become of a submission in a locked period: what was approved is published."""

CHANGES_CONTENT: frozenset[Event] = frozenset({"submit", "import", "void"})
"""Events whose content hash is that of what stands once they are written."""


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
    locked: bool
    """Whether the period is."""

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
        for event, steps in submission_workflow.EVENTS.items()
        if not steps[0].by_itself and may(actor, submission, event)
    )


def may(actor: Actor, submission: Submission, event: Event) -> bool:
    """Whether this person may bring about an event now. Nobody reviews what they submitted."""
    step = submission_workflow.step(event, submission.state, submission.levels)
    if step is None or not actor.may(step.verb, submission.unit):
        return False
    if submission.locked and event not in LOCK_LEAVES:
        return False
    return step.verb == "survey.file" or submission.submitted_by != actor.name


def must(actor: Actor, submission: Submission, event: Event) -> None:
    """Raise unless `may`: `NotAllowed`, `PeriodLocked`, `NotNow` or `OwnSubmission`."""
    unit, period = submission.unit, submission.period
    verbs = [step.verb for step in submission_workflow.EVENTS[event]]
    held = [verb for verb in verbs if actor.may(verb, unit)]
    actor.must(held[0] if held else verbs[0], unit)
    if submission.locked and event not in LOCK_LEAVES:
        raise PeriodLocked(period=period)
    step = submission_workflow.step(event, submission.state, submission.levels)
    if step is None:
        raise NotNow(unit=unit, period=period, event=event, state=submission.state)
    actor.must(step.verb, unit)
    if not may(actor, submission, event):
        raise OwnSubmission(unit=unit, period=period)


def must_be_open(submission: Submission) -> None:
    """Raise `PeriodLocked` where the period no longer takes anything."""
    if submission.locked:
        raise PeriodLocked(period=submission.period)


def must_stand(cursor: Cursor, submission: Submission, doing: str) -> None:
    """Raise, under the write lock, unless a submission is still where it was, in an open period:
    `NotNow` or `PeriodLocked`. For whatever is written beside it."""
    must_all_stand(cursor, [submission], doing)


def must_all_stand(cursor: Cursor, submissions: Sequence[Submission], doing: str) -> None:
    """`must_stand` for several submissions of one period."""
    if not submissions:
        return
    period = submissions[0].period
    newest, locked = table.standing(cursor, period, [each.unit for each in submissions])
    if locked and doing not in LOCK_LEAVES:
        raise PeriodLocked(period=period)
    for each in submissions:
        if newest.get(each.unit, 0) != each.entry:
            raise NotNow(unit=each.unit, period=period, event=doing, state=each.state)


@dataclass(frozen=True, slots=True)
class Move:
    """An event of one submission, as it was `seen`, and who brings it about."""

    seen: Submission
    actor: str
    due: date | None = None
    reason: str | None = None
    note: str | None = None


def moved(
    cursor: Cursor,
    submission: Submission,
    event: Event,
    actor: str,
    *,
    due: date | None = None,
    reason: str | None = None,
    note: str | None = None,
) -> State:
    """Record an event, in the caller's transaction, and return where it led.

    Whether the actor may is asked before, with `must`. Raises `NotNow` where the submission has
    moved on since, and `PeriodLocked`. Answers are to be recorded before: an event that changes
    the content is bound to what stands now.
    """
    (target,) = all_moved(cursor, [Move(submission, actor, due, reason, note)], event)
    return target


def all_moved(cursor: Cursor, moves: Sequence[Move], event: Event) -> list[State]:
    """`moved` for several submissions of one period, in as many statements as for one."""
    if not moves:
        return []
    seen = [move.seen for move in moves]
    must_all_stand(cursor, seen, event)
    targets = [_target(each, event) for each in seen]
    unbound = [each.unit for each in seen if each.content is None or event in CHANGES_CONTENT]
    contents = contents_now(cursor, seen[0].period, unbound)
    table.record(
        cursor,
        [
            SubmissionEvent(
                unit=move.seen.unit,
                period=move.seen.period,
                event=event,
                state=target,
                actor=move.actor,
                content=contents.get(move.seen.unit, move.seen.content),
                due=move.due,
                reason=move.reason,
                note=move.note,
            )
            for move, target in zip(moves, targets, strict=True)
        ],
    )
    return targets


def _target(submission: Submission, event: Event) -> State:
    target = submission_workflow.after(event, submission.state, submission.levels)
    if target is None:
        raise NotNow(
            unit=submission.unit, period=submission.period, event=event, state=submission.state
        )
    return target


def all_imported(cursor: Cursor, submissions: Sequence[Submission], actor: str) -> None:
    """Answers came in past the forms of one period, in the caller's transaction: what was approved
    no longer is.

    They are to be recorded before.
    """
    reviewed = [each for each in submissions if each.state in submission_workflow.REVIEWED]
    others = [each for each in submissions if each.state not in submission_workflow.REVIEWED]
    all_moved(cursor, [Move(each, actor) for each in reviewed], "void")
    all_moved(cursor, [Move(each, actor) for each in others], "import")


def voided(
    cursor: Cursor,
    submission: Submission,
    fields: Collection[str],
    actor: str,
    note: str | None = None,
) -> None:
    """Take back what reviewers said of `fields` whose evidence changed, in the caller's
    transaction. An approval is taken back too. What they returned stays returned."""
    table.void_verdicts(cursor, submission.unit, submission.period, fields, actor, note)
    if submission.state in submission_workflow.REVIEWED:
        moved(cursor, submission, "void", actor, note=note)


def content_now(cursor: Cursor, unit: str, period: str) -> str:
    """The hash of what stands, which an approval binds to. It is of the answers (field, state,
    value, note) and the evidence files, whatever their names."""
    return contents_now(cursor, period, [unit])[unit]


def contents_now(cursor: Cursor, period: str, units: Collection[str]) -> dict[str, str]:
    """`content_now` of several units of one period."""
    if not units:
        return {}
    return {
        unit: hashlib.sha256(
            json.dumps([sorted(said), sorted(files)], ensure_ascii=False).encode()
        ).hexdigest()
        for unit, (said, files) in table.standing_content(cursor, period, units).items()
    }
