"""What becomes of a whole submission: accepted for review, passed on, returned, approved, reopened.

Everything is judged under the lock, by what stands there; what is wrong is said all at once.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from assessment.errors import Problem, refuse
from assessment.framework.model import Framework
from assessment.kernel import clock
from assessment.kernel.actors import Actor
from assessment.store.batch import Cursor
from assessment.store.database import Store
from assessment.survey.periods import submissions
from assessment.survey.periods.submission_workflow import Event, State
from assessment.survey.periods.submissions import NotNow, Submission
from assessment.survey.review import items, turns
from assessment.survey.review.items import Case
from assessment.survey.review.problems import ReviewRefused, about, problem
from assessment.survey.review.verdicts import LONGEST

EXCEPTION, CORRECTION = "exception", "correction"
"""Why something approved is reopened: by way of exception, or to correct what was published."""


def accept(store: Store, actor: Actor, submission: Submission) -> State:
    """受理: from now on the county may not withdraw it."""
    with _deciding(store, actor, submission, "accept") as cursor:
        return submissions.moved(cursor, submission, "accept", actor.name)


def city_approve(store: Store, framework: Framework, actor: Actor, submission: Submission) -> State:
    """Pass it on to the province. Raises `ReviewRefused` unless the city decided every answer."""
    with _deciding(store, actor, submission, "city_approve") as cursor:
        case = items.of_unit(store, framework, actor, submission.unit, submission.period)
        refuse(_unfinished(case), ReviewRefused)
        return submissions.moved(cursor, submission, "city_approve", actor.name)


def approve(store: Store, framework: Framework, actor: Actor, submission: Submission) -> State:
    """审定. Raises `ReviewRefused` unless the province accepted or corrected every answer to a
    question asked, and what stands is what was submitted."""
    with _deciding(store, actor, submission, "approve") as cursor:
        case = items.of_unit(store, framework, actor, submission.unit, submission.period)
        problems = list(_unfinished(case))
        if (
            submissions.content_now(cursor, submission.unit, submission.period)
            != submission.content
        ):
            problems.append(problem(submission, "review.content_changed"))
        refuse(problems, ReviewRefused)
        return submissions.moved(cursor, submission, "approve", actor.name)


def send_back(
    store: Store,
    framework: Framework,
    actor: Actor,
    submission: Submission,
    *,
    due: date,
    note: str,
    today: date | None = None,
) -> State:
    """退回修改, with the items that were returned. Raises `ReviewRefused`."""
    with _deciding(store, actor, submission, "return", due=due, note=note) as cursor:
        case = items.of_unit(store, framework, actor, submission.unit, submission.period)
        problems = list(_dated_problems(submission, due, note, today))
        if not case.returned:
            problems.append(problem(submission, "review.nothing_returned"))
        refuse(problems, ReviewRefused)
        return submissions.moved(
            cursor, submission, "return", actor.name, due=due, note=note.strip(), reason=case.level
        )


def reopen(
    store: Store,
    actor: Actor,
    submission: Submission,
    *,
    due: date,
    note: str,
    today: date | None = None,
) -> State:
    """Open again what was approved or published: a named, dated exception, for a reason. What was
    published stays published as it was. Raises `ReviewRefused`."""
    reason = CORRECTION if submission.state == "published" else EXCEPTION
    with _deciding(store, actor, submission, "reopen", due=due, note=note) as cursor:
        refuse(list(_dated_problems(submission, due, note, today)), ReviewRefused)
        return submissions.moved(
            cursor, submission, "reopen", actor.name, due=due, note=note.strip(), reason=reason
        )


@contextmanager
def _deciding(
    store: Store, actor: Actor, submission: Submission, event: Event, **facts: object
) -> Iterator[Cursor]:
    """A transaction in which the submission is where it was seen, and this person may do this."""
    _must(store, actor, submission, event)
    with store.writing(
        actor=actor.name,
        action=f"review.{event}",
        subject=f"{submission.unit}/{submission.period}",
        facts={"before": submission.state, "content": submission.content, **facts},
    ) as cursor:
        _must(store, actor, submission, event)
        yield cursor


def _must(store: Store, actor: Actor, submission: Submission, event: Event) -> None:
    now = submissions.of_unit(store, actor, submission.unit, submission.period)
    if now.entry != submission.entry or now.levels != submission.levels:
        raise NotNow(unit=now.unit, period=now.period, event=event, state=now.state)
    submissions.must(actor, now, event)


def _unfinished(case: Case) -> Iterator[Problem]:
    """Answers that this level has not settled, and those it returned."""
    level = turns.level_now(case.submission) or case.level
    undecided = [item.question for item in case.answered if item.decided(level) is None]
    if undecided:
        yield about(case.submission, "review.undecided", undecided)
    if case.returned:
        returned = (item.question for item in case.returned)
        yield about(case.submission, "review.still_returned", returned)


def _dated_problems(
    submission: Submission, due: date, note: str, today: date | None
) -> Iterator[Problem]:
    day = today or clock.today()
    if due < day:
        yield problem(submission, "review.due_passed", due=due, today=day)
    if not note.strip():
        yield problem(submission, "review.no_text")
    if len(note) > LONGEST:
        yield problem(submission, "review.note_too_long", length=len(note), longest=LONGEST)
