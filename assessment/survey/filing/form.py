"""One unit's form for one period: every question asked, with all that is known about it.

What a form holds is the working answer: a draft, or what was submitted where nothing was typed
since. A question has one of three states, and the third, not answered yet, is never a zero.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Protocol, TypeVar

from assessment.framework.model import Blanks, Framework, Indicator, Strength, SurveyField
from assessment.framework.period import Period
from assessment.framework.questions import proves, read_by
from assessment.kernel import codes
from assessment.kernel.actors import Actor
from assessment.kernel.answers import NO_ANSWER, REASONED, Answer
from assessment.kernel.codes import AnswerState
from assessment.store.database import Store
from assessment.survey.filing.bulk_writer import SavedAnswer as Recorded
from assessment.survey.periods import periods, submission_workflow, submissions
from assessment.survey.periods.review_record import is_answered, replies
from assessment.survey.periods.submissions import Submission

FILE: Final = "survey.file"
"""The verb of whoever fills in and submits."""


class HasAnswer(Protocol):
    """Anything said to a question."""

    @property
    def field(self) -> str: ...

    @property
    def state(self) -> AnswerState: ...


AnswerT = TypeVar("AnswerT", bound=HasAnswer)


@dataclass(frozen=True, slots=True)
class CurrentAnswer:
    """What a form holds for a question, by whom and when (UTC). `entry` 0: nothing yet."""

    field: str
    state: AnswerState = "missing"
    value: float | None = None
    evidence: str | None = None
    note: str | None = None
    entry: int = 0
    saved_by: str | None = None
    is_draft: bool = False
    saved_at: datetime | None = None

    @property
    def answer(self) -> Answer:
        return Answer(self.state, self.value, self.evidence, self.note)


@dataclass(frozen=True, slots=True)
class Returned:
    """A reviewer returned a question's answer; `verdict` is the entry that did."""

    field: str
    level: codes.VerdictLevel
    verdict: int
    answer: int | None
    reason: str | None
    note: str | None
    given_by: str
    given_at: datetime
    request: codes.ReplyKind | None
    """The reply that answers it; None in returns of before, which any reply answers."""

    explanation: str | None
    changed: bool
    proved: bool
    """What was replied on record, as far as anything was."""

    is_filed: bool
    """Whether the form was submitted since, and not withdrawn."""


@dataclass(frozen=True, slots=True)
class EvidenceHeld:
    """A file beside the answers that an indicator reads."""

    indicator: str
    field: str | None
    hash: str
    entry: int
    """After the entry of a verdict: it was put there later."""


@dataclass(frozen=True, slots=True)
class Item:
    """One question."""

    question: SurveyField
    said: CurrentAnswer
    previous: Answer
    """What was said for the period before."""

    submitted: Answer
    """What was submitted last in this period."""

    whole: SurveyField | None
    """What it is a part of."""

    indicators: tuple[Indicator, ...]
    """Those that read it and are asked in this period."""

    also_in: tuple[Strength, ...]
    """Other strengths it counts in."""

    evidence: tuple[EvidenceHeld, ...]
    returned: tuple[Returned, ...]
    """At one level or both."""

    @property
    def is_changed(self) -> bool:
        """Whether the answer differs from what was submitted. A remark beside a value does not
        count, as it explains; the reason for no value does."""
        now, then = self.said.answer, self.submitted
        reason = now.state in REASONED and now.note != then.note
        return (now.state, now.value) != (then.state, then.value) or reason

    @property
    def is_replied(self) -> bool:
        """Whether everything that was returned of it has the reply that was asked for."""
        return all(self.is_answered(each) for each in self.returned)

    def is_answered(self, returned: Returned) -> bool:
        return is_answered(returned.request, self.replies_to(returned))

    def replies_to(self, returned: Returned) -> frozenset[codes.ReplyKind]:
        """Every way in which the question, as it stands, answers what was returned of it."""
        return replies(
            changed=self.is_changed,
            proved=self._is_proved_since(returned),
            explanation=returned.explanation,
        )

    def _is_proved_since(self, returned: Returned) -> bool:
        """By other words, or by a file put under this very question. A file of the whole indicator
        proves others too, and answers only returns that ask for nothing in particular."""
        files = (
            file
            for file in self.evidence
            if file.entry > returned.verdict and (file.field or returned.request is None)
        )
        return self.said.evidence != self.submitted.evidence or any(files)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The questions of one strength."""

    strength: Strength
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Form:
    unit: str
    period: str
    deadline: date
    counts: periods.Counts
    submission: Submission
    is_editable: bool
    """Whether the asker may type into it now."""

    sheets: tuple[Sheet, ...]
    blanks: Blanks = "allowed"
    """Whether it may be submitted with questions nobody said anything about."""

    unasked: tuple[CurrentAnswer, ...] = ()
    """What was typed or submitted for questions the period does not ask: kept, not counted."""

    @property
    def items(self) -> dict[str, Item]:
        """By field, in the framework's order."""
        return {item.question.code: item for sheet in self.sheets for item in sheet.items}

    @property
    def returned(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items.values() if item.returned)

    @property
    def to_reply(self) -> tuple[Item, ...]:
        """What was returned and has not been submitted again since."""
        return tuple(
            item for item in self.returned if any(not each.is_filed for each in item.returned)
        )

    @property
    def due(self) -> date:
        """Until when: what was returned has a day of its own."""
        own = self.submission.due if self.submission.state == "returned" else None
        return own or self.deadline


def of(store: Store, framework: Framework, actor: Actor, unit: str, period: str) -> Form:
    """Raises `NotAllowed` out of scope, and `Unknown` for no such unit or period."""
    submission = submissions.of_unit(store, actor, unit, period)
    run = periods.of(store, actor, period)
    said = working(store, actor, unit, period)
    returned = defaultdict(list)
    for row in store.ask("returned_answer", Returned, unit=unit, period=period):
        returned[row.field].append(row)
    files = store.ask("evidence_content", EvidenceHeld, unit=unit, period=period)
    before = recorded(store, actor, unit, Period.of(period).previous)
    submitted = recorded(store, actor, unit, period)
    read_by = counted_in(framework, period)
    sheets: dict[str, list[Item]] = {code: [] for code in framework.strength_by_code}
    asked = periods.asked_fields(framework, run)
    for question in asked:
        code = question.code
        counted = read_by.get(code, ())
        indicators = tuple(indicator for _, indicator in counted)
        codes_of = {indicator.code for indicator in indicators}
        others = {s.code: s for s, _ in counted if s.code != question.strength}
        item = Item(
            question,
            said.get(code, CurrentAnswer(code)),
            before.get(code, NO_ANSWER),
            submitted.get(code, NO_ANSWER),
            framework.field_by_code.get(question.part_of or ""),
            indicators,
            tuple(others.values()),
            tuple(file for file in files if proves(file.field, file.indicator, code, codes_of)),
            tuple(returned.get(code, ())),
        )
        sheets[question.strength].append(item)
    return Form(
        unit,
        period,
        run.deadline,
        run.counts,
        submission,
        submission.state in submission_workflow.OPEN
        and not submission.locked
        and actor.may(FILE, unit),
        tuple(
            Sheet(framework.strength_by_code[code], tuple(items))
            for code, items in sheets.items()
            if items
        ),
        framework.blanks.at(period),
        unasked(asked, said.values()),
    )


def unasked(questions: Iterable[SurveyField], answer_ts: Iterable[AnswerT]) -> tuple[AnswerT, ...]:
    """What was said to none of the questions, as by an older template or framework."""
    asked = {question.code for question in questions}
    return tuple(one for one in answer_ts if one.field not in asked and one.state != "missing")


def working(store: Store, actor: Actor, unit: str, period: str) -> dict[str, CurrentAnswer]:
    """By field, what the form holds; no entry for what was never answered."""
    actor.must("survey.read", unit)
    rows = store.ask("working_answer", CurrentAnswer, unit=unit, period=period)
    return {row.field: row for row in rows}


def recorded(store: Store, actor: Actor, unit: str, period: str) -> dict[str, Answer]:
    """By field, what was submitted last."""
    actor.must("survey.read", unit)
    return {
        row.field: Answer(row.state, row.value, row.evidence, row.note)
        for row in store.ask("survey_answer", Recorded, unit=unit, period=period)
    }


def counted_in(
    framework: Framework, period: str
) -> Mapping[str, tuple[tuple[Strength, Indicator], ...]]:
    """By field, every indicator asked in the period that reads it, with its strength."""
    found: dict[str, list[tuple[Strength, Indicator]]] = defaultdict(list)
    for strength, indicator in framework.indicators(period):
        for field in sorted(read_by(indicator)):
            found[field].append((strength, indicator))
    return {field: tuple(pairs) for field, pairs in found.items()}
