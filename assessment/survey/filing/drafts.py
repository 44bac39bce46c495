"""What is typed into a form: saved field by field, each in a transaction of its own.

A draft counts for nobody until it is submitted. What cannot be read is refused in words, and the
form keeps it in its box: nothing typed is lost, and nothing is called saved that is not. What reads
and only contradicts something else, such as a part above its whole, is saved; `rules` says so.
"""

from collections.abc import Iterable, Mapping
from typing import Literal

from assessment.errors import AssessmentError, Place, Problem, Rejected
from assessment.framework.model import Framework, SurveyField, Text
from assessment.framework.period import Period
from assessment.framework.values import field_values
from assessment.framework.values.field_values import Breach
from assessment.kernel.actors import Actor
from assessment.kernel.answers import NO_ANSWER, REASONED, SILENT, Answer
from assessment.store.database import Store
from assessment.survey.filing import drafts_table as table
from assessment.survey.filing import form, rules
from assessment.survey.filing.form import FILE, CurrentAnswer
from assessment.survey.periods import periods, submission_workflow, submissions
from assessment.survey.periods.submissions import NotNow, Submission

__all__ = ["NO_ANSWER", "Answer", "EditedMeanwhile", "FormFrozen", "NotSaved", "read", "save"]

STANDING: frozenset[str] = frozenset({"yes_no", "level", "date"})
"""Types of question whose answer mostly stays: whether there is a thing, not how much happened."""

Action = Literal["draft.save", "draft.prefill", "draft.workbook"]

TRIES = 5
"""How often a first save is tried again when somebody else's was the first."""


class NotSaved(Rejected):
    """What was typed cannot be read, or is beyond the question's limits."""

    key = "filing.not_saved"


class FormFrozen(AssessmentError):
    """The form has been submitted, or is under review: nothing is typed into it now."""

    key = "filing.frozen"

    def __init__(self, *, period: str) -> None:
        super().__init__(period=period)


class EditedMeanwhile(AssessmentError):
    """Somebody saved the same question since it was shown. Nothing is overwritten."""

    key = "filing.edited_meanwhile"

    def __init__(self, *, title: Text, mine: Answer, theirs: CurrentAnswer) -> None:
        self.mine, self.theirs = mine, theirs
        super().__init__(title=title, who=theirs.saved_by or "—")


def read(question: SurveyField, typed: str) -> float | None:
    """The number that was typed, as the workbook's reader reads it; None for an empty box.

    Raises `NotSaved`.
    """
    if not typed.strip():
        return None
    value = field_values.read(question, typed)
    if isinstance(value, Breach):
        raise NotSaved([Problem(value.code, Place("form", path=question.code), value.facts)])
    return value


def save(
    store: Store,
    framework: Framework,
    actor: Actor,
    unit: str,
    period: str,
    field: str,
    answer: Answer,
    revision: int,
) -> int:
    """Keep one answer, and return its entry. `revision` is the entry the editor saw, 0 for none.

    Raises `NotAllowed`, `PeriodLocked`, `FormFrozen`, `NotSaved` and `EditedMeanwhile`; then
    nothing is written. The first save begins the filing. Saving what is there already writes
    nothing.
    """
    actor.must(FILE, unit)
    now = {field: answer}
    return write(store, framework, actor, unit, period, now, {field: revision}, "draft.save")[field]


def stays(
    store: Store, framework: Framework, actor: Actor, unit: str, period: str, strength: str
) -> tuple[str, ...]:
    """Questions of a strength still open whose answer mostly stays, and was given last period."""
    shown = form.of(store, framework, actor, unit, period)
    return tuple(
        code
        for code, item in shown.items.items()
        if item.question.strength == strength
        and item.question.type in STANDING
        and item.said.state == "missing"
        and item.previous.state not in SILENT
    )


def as_before(
    store: Store,
    framework: Framework,
    actor: Actor,
    unit: str,
    period: str,
    fields: tuple[str, ...],
) -> int:
    """Answer open questions as in the period before; how many were.

    The value only: last year's papers prove nothing of this year. A reason for no value is part of
    that answer, and comes along. Only what is open is filled: nothing typed is written over. Raises
    as `save` does.
    """
    actor.must(FILE, unit)
    now = form.working(store, actor, unit, period)
    before = form.recorded(store, actor, unit, Period.of(period).previous)
    said = {
        field: _again(before[field])
        for field in fields
        if field in before
        and before[field].state not in SILENT
        and now.get(field, CurrentAnswer(field)).state == "missing"
    }
    seen = {field: now.get(field, CurrentAnswer(field)).entry for field in said}
    return len(write(store, framework, actor, unit, period, said, seen, "draft.prefill"))


def _again(before: Answer) -> Answer:
    note = before.note if before.state in REASONED else None
    return Answer(before.state, before.value, None, note)


def unmark(
    store: Store,
    framework: Framework,
    actor: Actor,
    unit: str,
    period: str,
    field: str,
    revision: int,
) -> int:
    """Give a question back what it held before it was marked as not applicable or unavailable.

    It is open where it held nothing. Returns and raises as `save` does.
    """
    actor.must(FILE, unit)
    rows = store.ask("before_mark", Answer, unit=unit, period=period, field=field)
    before = rows[0] if rows else NO_ANSWER
    return save(store, framework, actor, unit, period, field, before, revision)


def write(
    store: Store,
    framework: Framework,
    actor: Actor,
    unit: str,
    period: str,
    answers: Mapping[str, Answer],
    revisions: Mapping[str, int],
    action: Action,
) -> dict[str, int]:
    """Save several answers in one transaction, all or none; the entry of each, new or not."""
    actor.must(FILE, unit)
    run = periods.of(store, actor, period)
    must_be_readable(periods.asked_fields(framework, run), answers, period)
    for _ in range(TRIES):
        try:
            return _attempt(store, framework, actor, unit, period, answers, revisions, action)
        except NotNow:
            # Somebody began, submitted or returned it just now: look again, and say what is so.
            continue
    raise FormFrozen(period=period)


def _attempt(
    store: Store,
    framework: Framework,
    actor: Actor,
    unit: str,
    period: str,
    answers: Mapping[str, Answer],
    revisions: Mapping[str, int],
    action: Action,
) -> dict[str, int]:
    submission = submissions.of_unit(store, actor, unit, period)
    must_be_editable(submission)
    shown = form.working(store, actor, unit, period)
    before = {field: shown.get(field, CurrentAnswer(field)) for field in answers}
    news = {field: answer for field, answer in answers.items() if answer != before[field].answer}
    for field, answer in news.items():
        if before[field].entry != revisions.get(field, 0):
            title = framework.field_by_code[field].title
            raise EditedMeanwhile(title=title, mine=answer, theirs=before[field])
    standing = {field: one.entry for field, one in before.items()}
    if not news:
        return standing
    facts = {
        "before": {field: _told(before[field].answer) for field in news},
        "after": {field: _told(answer) for field, answer in news.items()},
    }
    with store.writing(
        actor=actor.name, action=action, subject=f"{unit}/{period}", facts=facts
    ) as cursor:
        submissions.must_stand(cursor, submission, action)
        entries = table.newest(cursor, unit, period)
        if any(entries.get(field, 0) != before[field].entry for field in news):
            raise NotNow(unit=unit, period=period, event=action, state=submission.state)
        if submission.state == submission_workflow.FIRST:
            submissions.moved(cursor, submission, "begin", actor.name)
        table.record(
            cursor,
            [
                table.Draft(unit, period, field, a.state, actor.name, a.value, a.evidence, a.note)
                for field, a in news.items()
            ],
        )
        entries = table.newest(cursor, unit, period)
    return {field: entries.get(field, 0) for field in answers}


def must_be_editable(submission: Submission) -> None:
    """Raise `PeriodLocked` or `FormFrozen` unless the county may type into it now."""
    submissions.must_be_open(submission)
    if submission.state not in submission_workflow.OPEN:
        raise FormFrozen(period=submission.period)


def must_be_readable(
    survey_fields: Iterable[SurveyField], answers: Mapping[str, Answer], period: str
) -> None:
    """Raise `NotSaved` with everything that could not be an answer to one of the questions."""
    questions = {question.code: question for question in survey_fields}
    problems = []
    for field, answer in answers.items():
        place = Place(period, path=field)
        question = questions.get(field)
        if question is None:
            problems.append(Problem("form.not_asked", place, {"field": field, "period": period}))
            continue
        problems += [
            Problem(breach.code, place, breach.facts)
            for breach in rules.unreadable(question, answer)
        ]
    if problems:
        raise NotSaved(problems)


def _told(answer: Answer) -> list[object]:
    return [answer.state, answer.value, answer.evidence, answer.note]
