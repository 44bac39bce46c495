"""Findings as they stand: where in the course, until when, and what this person may do now.

Every count of findings is of what is read here, so that stages add up to the whole.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from assessment.errors import NotAllowed
from assessment.kernel import clock
from assessment.kernel.actors import Actor
from assessment.rectification.findings import finding_workflow
from assessment.rectification.findings.finding_workflow import Event, OpenGroup, Stage
from assessment.store.database import Store

READ: Final = "rectification.read"


@dataclass(frozen=True, slots=True)
class Case:
    """One finding as it stands."""

    finding: int
    unit: str
    period: str
    team: str | None
    team_name: str | None
    problem: str | None
    strength: str
    indicator: str | None
    severity: str
    description: str
    found_on: date
    source: str
    stage: Stage
    recorded_by: str
    recorded_at: datetime

    entry: int
    """Of its last event; 0 where it had none. What is pressed is bound to it."""

    since: datetime
    kind: str | None
    due: date | None
    extensions: int
    asked_due: date | None
    """The day an extension is asked for that nobody decided on yet."""

    asked_by: str | None
    """Who asked for closing, in this round."""

    checked_by: str | None
    reported_at: datetime | None
    closed_at: datetime | None
    reopened: int
    merged_into: int | None
    round_at: datetime | None
    """When it was assigned or reopened last."""

    measures: int
    measure_due: date | None
    """The earliest of its measures'."""

    proofs: int
    """Files given since it was assigned or reopened."""

    @property
    def is_closed(self) -> bool:
        return self.stage in finding_workflow.CLOSED

    @property
    def closed_on(self) -> date | None:
        return None if self.closed_at is None else clock.local_day(self.closed_at)


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """One event of a finding's history."""

    entry: int
    event: Event
    stage: Stage
    actor: str
    at: datetime
    kind: str | None
    due: date | None
    way: str | None
    reason: str | None
    note: str | None
    target: int | None


def listed(store: Store, actor: Actor) -> list[Case]:
    """Every finding of the units the actor sees, in the order of their numbers."""
    actor.must_somewhere(READ)
    rows = store.ask("rectification_case", Case, finding=None)
    return [row for row in rows if actor.may(READ, row.unit)]


def of(store: Store, actor: Actor, finding: int) -> Case:
    """One finding. Of a foreign number and of one that names nothing the same `NotAllowed`."""
    actor.must_somewhere(READ)
    for row in store.ask("rectification_case", Case, finding=finding):
        if actor.may(READ, row.unit):
            return row
    raise NotAllowed(actor=actor.name, verb=READ, subject=str(finding))


def history(store: Store, actor: Actor, finding: int) -> list[CaseEvent]:
    """What became of a finding, the oldest event first."""
    of(store, actor, finding)
    return store.ask("rectification_event", CaseEvent, finding=finding)


def open_counts(cases: Iterable[Case]) -> Mapping[OpenGroup, int]:
    """How many open ones stand in each group; together they are all that is open."""
    counted = counts(cases)
    return {
        group: sum(counted[stage] for stage in stages)
        for group, stages in finding_workflow.OPEN_GROUPS.items()
    }


def counts(cases: Iterable[Case]) -> Mapping[Stage, int]:
    """How many stand at each stage, none left out."""
    found = Counter(case.stage for case in cases)
    return {stage: found.get(stage, 0) for stage in finding_workflow.STAGES}
