"""What a reviewer says of single answers: accepted, corrected, or returned with a reason.

A verdict is bound to the answer entry that was seen. It is written under the lock, provided that
the answer and what colleagues of the same level said of it are still those the reviewer saw.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from assessment.errors import Problem
from assessment.framework.model import Framework, SurveyField
from assessment.framework.values import field_values
from assessment.framework.values.field_values import Breach, Raw
from assessment.kernel import codes
from assessment.kernel.actors import Actor
from assessment.kernel.answers import REASONED
from assessment.store.database import Store
from assessment.survey.periods import periods, review_record, submissions
from assessment.survey.periods import submissions_table as table
from assessment.survey.periods.review_record import Reported, VerdictGiven
from assessment.survey.periods.submissions import Submission
from assessment.survey.periods.submissions_table import Verdict
from assessment.survey.review import turns
from assessment.survey.review.problems import ReviewRefused, about, problem
from assessment.survey.review.turns import Level

Choice = Literal["accepted", "corrected", "returned"]

Reason = codes.ReturnReason
"""Its words are in `review_in_words`."""

REASONS: tuple[Reason, ...] = get_args(Reason)

CALLS_FOR: Mapping[Reason, codes.ReplyKind] = {
    "no_evidence": "evidence",
    "evidence_differs": "evidence",
    "implausible": "explanation",
    "wrong_measure": "change",
    "wrong_scope": "change",
    "contradiction": "explanation",
    "incomplete": "change",
    "reason_refused": "change",
    "other": "explanation",
}
"""The reply that a reason calls for, unless the reviewer asks for another."""

REQUESTS: tuple[codes.ReplyKind, ...] = get_args(codes.ReplyKind)

LONGEST = field_values.LONGEST


def said_reason(code: str | None) -> Reason | None:
    """A recorded reason, where it is one of ours."""
    return next((reason for reason in REASONS if reason == code), None)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a reviewer says of one answer, and what they saw when they said it."""

    field: str
    choice: Choice
    answer: int | None
    """Entry of the answer seen; None where there was none."""

    latest: int | None
    """Entry of the last verdict of the same level seen; None where there was none."""

    value: Raw = None
    """Of a correction, as typed; unless `not_applicable`."""

    not_applicable: bool = False
    reason: str | None = None
    """Of a return: one of `REASONS`."""

    request: codes.ReplyKind | None = None
    """Of a return: the reply that will answer it; None: the one its reason calls for."""

    note: str | None = None


def give(
    store: Store,
    framework: Framework,
    actor: Actor,
    unit: str,
    period: str,
    decisions: Sequence[Decision],
) -> int:
    """Record all of them or none, and return how many. Raises `ReviewRefused` with all problems,
    `NotNow` where nobody or somebody else decides now, and `OwnSubmission`."""
    seen = submissions.of_unit(store, actor, unit, period)
    level = turns.must_decide(actor, seen)
    run = periods.of(store, actor, period)
    asked = {field.code: field for field in periods.asked_fields(framework, run)}
    checked = Checked(framework, asked, seen, level, actor.name)
    verdicts = checked.verdicts(
        decisions, review_record.reported(store, actor, period, [unit]).get(unit, {})
    )
    if not verdicts:
        return 0
    facts = {"level": level, "verdicts": [_told(verdict) for verdict in verdicts]}
    with store.writing(
        actor=actor.name, action="review.verdict", subject=f"{unit}/{period}", facts=facts
    ) as cursor:
        submissions.must_stand(cursor, seen, "verdict")
        if overtaken := list(_overtaken(store, actor, seen, level, decisions, asked)):
            raise ReviewRefused(overtaken)
        table.record_verdicts(cursor, verdicts)
    return len(verdicts)


def accept_all(
    store: Store,
    framework: Framework,
    actor: Actor,
    unit: str,
    period: str,
    revisions: Mapping[str, tuple[int | None, int | None]],
) -> int:
    """Accept many items at once: by field, the entries of the answer and of the verdict seen.

    Raises as `give`; an item without a value is refused, for its reason has to be read."""
    seen = submissions.of_unit(store, actor, unit, period)
    turns.must_decide(actor, seen)
    reported = review_record.reported(store, actor, period, [unit]).get(unit, {})
    unread = [
        framework.field_by_code[field]
        for field in revisions
        if field in reported and reported[field].state in REASONED
    ]
    if unread:
        raise ReviewRefused([about(seen, "review.not_in_bulk", unread)])
    decisions = [
        Decision(field, "accepted", answer, latest) for field, (answer, latest) in revisions.items()
    ]
    return give(store, framework, actor, unit, period, decisions)


def _overtaken(
    store: Store,
    actor: Actor,
    submission: Submission,
    level: Level,
    decisions: Sequence[Decision],
    questions: Mapping[str, SurveyField],
) -> Iterator[Problem]:
    """What is no longer as it was seen. Asked while nobody else can write."""
    answers = review_record.reported(store, actor, submission.period, [submission.unit]).get(
        submission.unit, {}
    )
    given = review_record.verdicts(store, actor, submission.period, [submission.unit]).get(
        submission.unit, {}
    )
    for decision in decisions:
        code, now = decision.field, answers.get(decision.field)
        title = questions[code].title
        if decision.answer != (now.entry if now else None):
            yield problem(submission, "review.answer_moved", code, title=title)
            continue
        last = _last(given.get(code, ()), level)
        if last and last.entry != decision.latest:
            yield problem(
                submission, "review.decided_meanwhile", code, title=title, by=last.given_by
            )


def _last(all_verdicts: Sequence[VerdictGiven], level: Level) -> VerdictGiven | None:
    return next((verdict for verdict in all_verdicts if verdict.level == level), None)


@dataclass(frozen=True, slots=True)
class Checked:
    """Decisions turned into verdicts, or refused with everything wrong with them."""

    framework: Framework
    asked: Mapping[str, SurveyField]
    seen: Submission
    level: Level
    actor: str

    def verdicts(
        self, decisions: Sequence[Decision], answers: Mapping[str, Reported]
    ) -> list[Verdict]:
        problems: list[Problem] = []
        verdicts: list[Verdict] = []
        for decision in decisions:
            found = list(self._problems(decision, answers.get(decision.field)))
            problems += found
            if not found:
                verdicts.append(self._verdict(decision, answers.get(decision.field)))
        problems += self._over_whole(verdicts, answers)
        if problems:
            raise ReviewRefused(problems)
        return verdicts

    def _problems(self, decision: Decision, answer: Reported | None) -> Iterator[Problem]:
        question = self.asked.get(decision.field)
        if question is None:
            yield problem(self.seen, "review.not_asked", decision.field, code=decision.field)
            return
        title, note = question.title, (decision.note or "").strip()
        if len(note) > LONGEST:
            yield self._of(decision, "review.note_too_long", length=len(note), longest=LONGEST)
        if decision.choice == "returned":
            if decision.reason not in REASONS:
                yield self._of(decision, "review.no_reason_code", title=title)
            if not note:
                yield self._of(decision, "review.no_return_text", title=title)
        elif answer is None or answer.state == "missing":
            yield self._of(decision, "review.nothing_to_accept", title=title)
        elif decision.choice == "corrected":
            yield from self._correction_problems(decision, question, answer)

    def _correction_problems(
        self, decision: Decision, question: SurveyField, answer: Reported
    ) -> Iterator[Problem]:
        if not (decision.note or "").strip():
            yield self._of(decision, "review.no_correction_reason", title=question.title)
        verified = _verified(question, decision)
        if isinstance(verified, Breach):
            yield self._of(decision, verified.code, **verified.facts)
        elif verified == (answer.state, answer.value):
            yield self._of(decision, "review.same_as_reported", title=question.title)

    def _over_whole(
        self, verdicts: Sequence[Verdict], answers: Mapping[str, Reported]
    ) -> Iterator[Problem]:
        """A corrected value that makes a part larger than its whole."""
        corrected = {v.field: v.value for v in verdicts if v.decision == "corrected"}
        asked = {code: row.value for code, row in answers.items() if code in self.asked}
        values = asked | corrected
        known = {code: value for code, value in values.items() if value is not None}
        for code, breach in field_values.parts_over_whole(self.framework, known):
            if {code, str(breach.facts["whole_field"])} & set(corrected):
                yield problem(self.seen, breach.code, code, **breach.facts)

    def _verdict(self, decision: Decision, answer: Reported | None) -> Verdict:
        state: str | None = None
        value: float | None = None
        if decision.choice == "accepted" and answer:
            state, value = answer.state, answer.value
        elif decision.choice == "corrected":
            verified = _verified(self.asked[decision.field], decision)
            if not isinstance(verified, Breach):
                state, value = verified
        return Verdict(
            unit=self.seen.unit,
            period=self.seen.period,
            field=decision.field,
            level=self.level,
            decision=decision.choice,
            answer=decision.answer,
            given_by=self.actor,
            state=state,
            value=value,
            reason=decision.reason if decision.choice == "returned" else None,
            note=(decision.note or "").strip() or None,
            request=_request(decision) if decision.choice == "returned" else None,
        )

    def _of(self, decision: Decision, code: str, /, **facts: object) -> Problem:
        return problem(self.seen, code, decision.field, **facts)


def _verified(
    question: SurveyField, decision: Decision
) -> tuple[Literal["value", "not_applicable"], float | None] | Breach:
    """A reviewer's own value, typed and in its range like a county's."""
    if decision.not_applicable:
        return "not_applicable", None
    if decision.value is None or not field_values.text(decision.value):
        return Breach("review.no_value", {"title": question.title})
    read = field_values.read(question, decision.value)
    return read if isinstance(read, Breach) else ("value", read)


def _request(decision: Decision) -> codes.ReplyKind | None:
    reason = said_reason(decision.reason)
    return decision.request or (CALLS_FOR[reason] if reason else None)


def _told(verdict: Verdict) -> dict[str, object]:
    """A verdict as the audit keeps it."""
    return {
        "field": verdict.field,
        "decision": verdict.decision,
        "answer": verdict.answer,
        "state": verdict.state,
        "value": verdict.value,
        "reason": verdict.reason,
        "note": verdict.note,
        "request": verdict.request,
    }
