"""What was answered and what reviewers said of it, as both stand: read for one unit or many."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
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
    request: codes.ReplyKind | None
    explanation: str | None
    changed: bool
    proved: bool
    """What the county has replied, as far as it has: all three may be."""

    replied_by: str | None

    @property
    def replies(self) -> frozenset[codes.ReplyKind]:
        """Every way in which the county has answered a return."""
        return replies(changed=self.changed, proved=self.proved, explanation=self.explanation)

    @property
    def decides(self) -> bool:
        """Whether it settles the item: a return that was answered has to be looked at again."""
        return self.holds and not (
            self.decision == "returned" and is_answered(self.request, self.replies)
        )


def replies(*, changed: bool, proved: bool, explanation: str | None) -> frozenset[codes.ReplyKind]:
    """The kinds of reply that there are."""
    there: Mapping[codes.ReplyKind, bool] = {
        "change": changed,
        "evidence": proved,
        "explanation": explanation is not None,
    }
    return frozenset(kind for kind, is_there in there.items() if is_there)


def is_answered(request: codes.ReplyKind | None, replies: Collection[codes.ReplyKind]) -> bool:
    """Whether a return has the reply it asks for; one that asks for none in particular takes any.

    >>> is_answered("explanation", {"change"}), is_answered(None, {"change"}), is_answered(None, ())
    (False, True, False)
    """
    return bool(replies) if request is None else request in replies


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
