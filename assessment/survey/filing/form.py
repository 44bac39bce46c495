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
from assessment.framework.questions import read_by
from assessment.kernel import codes
from assessment.kernel.actors import Actor
from assessment.kernel.answers import NO_ANSWER, Answer
from assessment.kernel.codes import AnswerState
from assessment.store.database import Store
from assessment.survey.filing.bulk_writer import SavedAnswer as Recorded
from assessment.survey.periods import periods, submission_workflow, submissions
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
    kind: codes.ReplyKind | None
    """How it was replied to, if it was."""

    explanation: str | None


@dataclass(frozen=True, slots=True)
class EvidenceHeld:
    """A file beside the answers that an indicator reads."""

    indicator: str
    hash: str
    added_at: datetime


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
        """Whether the answer, or the proof of it, differs from what was submitted. A remark alone
        does not: that would be an explanation."""
        now, then = self.said, self.submitted
        return (now.state, now.value, now.evidence) != (then.state, then.value, then.evidence)

    @property
    def is_replied(self) -> bool:
        """Whether everything that was returned of it is answered, by change or by explanation."""
        return all(self.reply_to(each) is not None for each in self.returned)

    def reply_to(self, returned: Returned) -> codes.ReplyKind | None:
        """How the question, as it stands, answers what was returned of it."""
        proved = any(file.added_at > returned.given_at for file in self.evidence)
        if self.is_changed or proved:
            return "change"
        return "explanation" if returned.explanation else None


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
        others = {s.code: s for s, _ in counted if s.code != question.strength}
        item = Item(
            question,
            said.get(code, CurrentAnswer(code)),
            before.get(code, NO_ANSWER),
            submitted.get(code, NO_ANSWER),
            framework.field_by_code.get(question.part_of or ""),
            indicators,
            tuple(others.values()),
            tuple(file for file in files if file.indicator in {i.code for i in indicators}),
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
