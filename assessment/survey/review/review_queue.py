"""The reviewer's desk: which submissions wait, for whom, how long, and how much is in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from assessment.framework.model import Framework, SurveyField
from assessment.framework.period import Period
from assessment.kernel import clock
from assessment.kernel.actors import Actor
from assessment.store.database import Store
from assessment.store.memo import Identity, Memo
from assessment.survey.filing.rules import PeerRange
from assessment.survey.periods import periods, review_record, submission_workflow, submissions
from assessment.survey.periods.periods import PeriodRun
from assessment.survey.periods.review_record import Reported, VerdictGiven
from assessment.survey.periods.submission_workflow import Event
from assessment.survey.periods.submissions import Submission
from assessment.survey.review import flags, turns
from assessment.survey.review.turns import Level, Turn
from assessment.units import scopes
from assessment.units.scopes import Unit

WAITING: frozenset[str] = frozenset({"submitted", "in_review", "city_reviewed"})
"""States in which a submission waits for a reviewer."""


@dataclass(frozen=True, slots=True)
class Counts:
    """The items of one submission. Each answered one is either decided, returned or undecided."""

    answered: int = 0
    changed: int = 0
    """Answered otherwise than in the period before."""

    flagged: int = 0
    returned_before: int = 0
    decided: int = 0
    """Accepted or corrected by the level whose turn it is, or was last."""

    returned: int = 0
    """Returned by it, and not replied to yet."""

    undecided: int = 0


@dataclass(frozen=True, slots=True)
class Waiting:
    """One submission on the desk."""

    submission: Submission
    unit: Unit
    turn: Turn
    is_mine: bool
    """Whether this person can take it a step on now."""

    actions: tuple[Event, ...]
    days: int | None
    """Since it came to where it is; None where nothing has happened yet."""

    counts: Counts | None
    """None where the form lies with its county: what it holds now is nobody's to count."""


@dataclass(frozen=True, slots=True)
class _Answers:
    """What the counts are made of, of all units, read once."""

    framework: Framework
    run: PeriodRun
    asked: Sequence[SurveyField]
    reported: Mapping[str, Mapping[str, Reported]]
    previous: Mapping[str, Mapping[str, Reported]]
    given: Mapping[str, Mapping[str, Sequence[VerdictGiven]]]
    ranges: Mapping[str, Mapping[str, PeerRange]]

    def counts(self, submission: Submission) -> Counts:
        unit, level = submission.unit, turns.level_shown(submission)
        reported, previous = self.reported.get(unit, {}), self.previous.get(unit, {})
        flagged = flags.of(
            self.framework,
            self.run,
            submission,
            self.asked,
            reported,
            previous,
            self.ranges.get(unit, {}),
        )
        given = self.given.get(unit, {})
        codes = [field.code for field in self.asked]
        answered = [code for code in codes if _answered(reported.get(code))]
        settled = {code: _decided(given.get(code, ()), level) for code in codes}
        return Counts(
            answered=len(answered),
            changed=sum(_changed(reported[code], previous.get(code)) for code in answered),
            flagged=sum(code in flagged for code in answered),
            returned_before=sum(
                any(v.decision == "returned" for v in given.get(code, ())) for code in codes
            ),
            decided=sum(settled[code] in ("accepted", "corrected") for code in answered),
            returned=sum(decision == "returned" for decision in settled.values()),
            undecided=sum(settled[code] is None for code in answered),
        )


def queue(
    store: Store, framework: Framework, actor: Actor, period: str, *, now: datetime | None = None
) -> list[Waiting]:
    """Every submission in the actor's scope, those this person can take on first. Then comes what
    waits for somebody else; within both the longest waiting is first. Raises `Unknown`."""
    actor.must_somewhere("survey.read")
    units = {unit.unit: unit for unit in scopes.units(store, actor)}
    standing = submissions.of_period(store, actor, period)
    key = actor.sight, Identity(framework), period
    counts = _counted.get(store, key, lambda: _counts(store, framework, actor, period))
    moment = now or clock.now()
    found = [
        _waiting(actor, row, units[row.unit], moment, counts.get(row.unit)) for row in standing
    ]
    return sorted(found, key=_urgency)


KEPT = 24
"""Counts kept for each store: of a period, by who sees the same."""

_counted: Memo[Mapping[str, Counts]] = Memo(KEPT)


def _counts(store: Store, framework: Framework, actor: Actor, period: str) -> Mapping[str, Counts]:
    """By unit whose submission waits or was reviewed."""
    run = periods.of(store, actor, period)
    standing = submissions.of_period(store, actor, period)
    rows = [row for row in standing if row.state in WAITING | submission_workflow.REVIEWED]
    busy = [row.unit for row in rows]
    before = Period.of(period).previous
    answers = _Answers(
        framework,
        run,
        periods.asked_fields(framework, run),
        review_record.reported(store, actor, period, busy),
        review_record.reported(store, actor, before, busy),
        review_record.verdicts(store, actor, period, busy),
        flags.ranges(store, actor, period, busy),
    )
    return {row.unit: answers.counts(row) for row in rows}


def _waiting(
    actor: Actor, row: Submission, unit: Unit, now: datetime, counts: Counts | None
) -> Waiting:
    actions = submissions.actions(actor, row)
    mine = turns.may_decide(actor, row) or "accept" in actions
    days = None if row.since is None else max((now - row.since).days, 0)
    return Waiting(row, unit, turns.turn(row), mine, actions, days, counts)


def _urgency(waiting: Waiting) -> tuple[bool, bool, int, str, str]:
    state = waiting.submission.state
    return (
        not waiting.is_mine,
        state not in WAITING,
        -(waiting.days or 0),
        waiting.unit.prefecture,
        waiting.unit.unit,
    )


def _answered(row: Reported | None) -> bool:
    return row is not None and row.state != "missing"


def _changed(now: Reported, before: Reported | None) -> bool:
    if before is None or before.state == "missing":
        return False
    return (now.state, now.value) != (before.state, before.value)


def _decided(all_verdicts: Sequence[VerdictGiven], level: Level) -> str | None:
    held = next((v for v in all_verdicts if v.level == level and v.holds), None)
    return held.decision if held and held.decides else None
