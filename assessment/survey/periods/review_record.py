"""What was answered and what reviewers said of it, as both stand: read for one unit or many."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from assessment.kernel import codes
from assessment.kernel.actors import Actor
from assessment.kernel.answers import Answer
from assessment.kernel.codes import AnswerState
from assessment.store.database import Store

Decision = codes.VerdictDecision


@dataclass(frozen=True, slots=True)
class Reported:
    """One answer as it was submitted. A verdict is about its `entry`."""

    unit: str
    field: str
    entry: int
    state: AnswerState
    value: float | None
    evidence: str | None
    note: str | None
    filed_by: str
    filed_at: datetime

    @property
    def answer(self) -> Answer:
        return Answer(self.state, self.value, self.evidence, self.note)


@dataclass(frozen=True, slots=True)
class VerdictGiven:
    """What one reviewer said of one answer, and what the county replied."""

    unit: str
    field: str
    level: codes.VerdictLevel
    decision: Decision
    answer: int | None
    state: AnswerState | None
    value: float | None
    reason: str | None
    note: str | None
    given_by: str
    given_at: datetime
    entry: int
    holds: bool
    kind: codes.ReplyKind | None
    explanation: str | None
    replied_by: str | None

    @property
    def decides(self) -> bool:
        """Whether it settles the item: a return that was replied to has to be looked at again."""
        return self.holds and not (self.decision == "returned" and self.kind is not None)


def reported(
    store: Store, actor: Actor, period: str, units: Sequence[str]
) -> Mapping[str, Mapping[str, Reported]]:
    """By unit and field; no entry for what was never said."""
    actor.must_somewhere("survey.read")
    found: dict[str, dict[str, Reported]] = defaultdict(dict)
    for row in store.ask("review_answer", Reported, period=period, units=actor.seen(units)):
        found[row.unit][row.field] = row
    return found


def verdicts(
    store: Store, actor: Actor, period: str, units: Sequence[str]
) -> Mapping[str, Mapping[str, Sequence[VerdictGiven]]]:
    """By unit and field, newest first."""
    actor.must_somewhere("survey.read")
    found: dict[str, dict[str, list[VerdictGiven]]] = defaultdict(lambda: defaultdict(list))
    for row in store.ask("review_verdict", VerdictGiven, period=period, units=actor.seen(units)):
        found[row.unit][row.field].append(row)
    return found
