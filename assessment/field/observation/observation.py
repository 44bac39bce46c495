"""Observation visits 观摩“家家到”: a county goes to look at others with questions of its own.

Each question is answered there; what the visitor will adopt at home gets a day to look at it again,
and what came of it. A visit belongs to the county that went; where it went is said in words.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final, Literal

from assessment.errors import NotAllowed, Place, Problem, Rejected, refuse
from assessment.field.observation import observations_table as table
from assessment.field.observation.observations_table import Observation, Question
from assessment.kernel import clock
from assessment.kernel.actors import Actor
from assessment.store.database import Store
from assessment.units import scopes

READ: Final = "coverage.read"
RECORD: Final = "observation.record"

MOST_QUESTIONS = 10
MOST_PEOPLE = 1000
LONGEST = 1000
LONGEST_HOST = 200
PLANNED_AHEAD = timedelta(days=366)
NEAR = timedelta(days=7)
"""Before the day it is looked at again, it is told to be near."""

Stage = Literal["brought", "answered", "adopting", "near", "overdue", "followed_up"]


class ObservationRefused(Rejected):
    """What is told of a visit will not do, with everything that is wrong with it."""

    key = "observation.refused"


@dataclass(frozen=True, slots=True)
class QuestionState:
    """One question, and what became of it."""

    question: int
    observation: int
    unit: str
    day: date
    brought: str
    found: str | None
    adopt: str | None
    due: date | None
    came_of_it: str | None
    looked_on: date | None
    entry: int

    def stage(self, today: date) -> Stage:
        """How far it is; what is to be looked at again also by how near that is."""
        if self.came_of_it is not None:
            return "followed_up"
        if self.due is not None:
            left = self.due - today
            return "overdue" if left < timedelta() else "near" if left <= NEAR else "adopting"
        return "answered" if self.found is not None else "brought"


@dataclass(frozen=True, slots=True)
class _Row:
    observation: int
    unit: str
    day: date
    host: str
    people: int | None
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Visited(_Row):
    """One visit with its questions."""

    asked: tuple[QuestionState, ...]


def listed(store: Store, actor: Actor, scope: str = scopes.PROVINCE) -> list[Visited]:
    """The visits of the counties of a scope that the actor sees, newest first."""
    actor.must_somewhere(READ)
    units = set(scopes.described(store, actor, scope)["unit"])
    asked: dict[int, list[QuestionState]] = defaultdict(list)
    for each in store.ask("observation_question", QuestionState):
        asked[each.observation].append(each)
    return [
        Visited(
            row.observation,
            row.unit,
            row.day,
            row.host,
            row.people,
            row.recorded_by,
            row.recorded_at,
            tuple(asked[row.observation]),
        )
        for row in store.ask("observation", _Row)
        if row.unit in units
    ]


def record(
    store: Store,
    actor: Actor,
    unit: str,
    day: date,
    host: str,
    questions: Sequence[str],
    people: float | None = None,
) -> int:
    """Record a visit, made or planned, with what it is to ask, and return its number.

    Raises `NotAllowed`, `Unknown`, and `ObservationRefused` with all problems.
    """
    actor.must(RECORD, unit)
    scopes.named(store, actor, unit)
    asked = [question.strip() for question in questions if question.strip()]
    refuse(_of_visit(unit, day, host, asked, people), ObservationRefused)
    people = None if people is None else int(people)
    facts = {"day": day, "host": host.strip(), "people": people, "questions": asked}
    with store.writing(
        actor=actor.name, action="observation.record", subject=unit, facts=facts
    ) as cursor:
        (number,) = table.record(cursor, [Observation(unit, day, host.strip(), people)])
        table.record_questions(cursor, [Question(number, question) for question in asked])
    return number


def answer(
    store: Store,
    actor: Actor,
    question: int,
    text: str,
    adopt: str | None,
    due: date | None,
    revision: int,
) -> None:
    """Tell what was found on a question, and what will be adopted by when; both or neither.

    May be told anew until it was followed up. `revision` is the entry the editor saw. Raises
    `NotAllowed` alike for a foreign number and one that names nothing, and `ObservationRefused`.
    """
    actor.must_somewhere(RECORD)
    asked = _numbered(store, actor, question)
    adopted = (adopt or "").strip() or None
    refuse(_of_answer(asked, text, adopted, due), ObservationRefused)
    row = replace(_row(asked), found=text.strip(), adopt=adopted, due=due if adopted else None)
    _write(store, actor, asked, row, "observation.answer", revision)


def follow_up(
    store: Store, actor: Actor, question: int, came_of_it: str, looked_on: date, revision: int
) -> None:
    """Tell what came of what was adopted. Raises as `answer` does."""
    actor.must_somewhere(RECORD)
    asked = _numbered(store, actor, question)
    refuse(_of_follow_up(asked, came_of_it, looked_on), ObservationRefused)
    row = replace(_row(asked), came_of_it=came_of_it.strip(), looked_on=looked_on)
    _write(store, actor, asked, row, "observation.follow_up", revision)


def withdraw(store: Store, actor: Actor, observation: int, reason: str) -> None:
    """Take back a visit recorded in error; the record of it stays. Raises as `answer` does."""
    actor.must_somewhere(RECORD)
    found = _visit(store, actor, observation)
    if not reason.strip():
        raise ObservationRefused([_problem(found.unit, found.day, "observation.no_reason")])
    facts = {"observation": observation, "host": found.host, "reason": reason.strip()}
    with store.writing(
        actor=actor.name, action="observation.withdraw", subject=found.unit, facts=facts
    ) as cursor:
        _visit(store, actor, observation)
        row = Observation(found.unit, found.day, found.host, found.people, True, observation)
        table.record(cursor, [row])


def _write(
    store: Store,
    actor: Actor,
    question_state: QuestionState,
    row: Question,
    action: str,
    revision: int,
) -> None:
    before, after = _told(_row(question_state)), _told(row)
    facts = {"question": question_state.question, "before": before, "after": after}
    with store.writing(
        actor=actor.name, action=action, subject=question_state.unit, facts=facts
    ) as cursor:
        # Again, now that nobody else writes: the visit may have been taken back.
        _numbered(store, actor, question_state.question)
        if table.newest(cursor, question_state.question) != revision:
            moved = _problem(
                question_state.unit, question_state.day, "observation.changed_meanwhile"
            )
            raise ObservationRefused([moved])
        table.record_questions(cursor, [row])


def _numbered(store: Store, actor: Actor, question: int) -> QuestionState:
    for asked in store.ask("observation_question", QuestionState):
        if asked.question == question and actor.may(RECORD, asked.unit):
            return asked
    raise NotAllowed(actor=actor.name, verb=RECORD, subject=str(question))


def _visit(store: Store, actor: Actor, observation: int) -> _Row:
    for row in store.ask("observation", _Row):
        if row.observation == observation and actor.may(RECORD, row.unit):
            return row
    raise NotAllowed(actor=actor.name, verb=RECORD, subject=str(observation))


def _row(question_state: QuestionState) -> Question:
    return Question(
        question_state.observation,
        question_state.brought,
        question_state.found,
        question_state.adopt,
        question_state.due,
        question_state.came_of_it,
        question_state.looked_on,
        question_state.question,
    )


def _told(row: Question) -> dict[str, object]:
    return {
        "found": row.found,
        "adopt": row.adopt,
        "due": row.due,
        "came_of_it": row.came_of_it,
        "looked_on": row.looked_on,
    }


def _of_visit(
    unit: str, day: date, host: str, questions: Sequence[str], people: float | None
) -> Iterator[Problem]:
    latest = clock.today() + PLANNED_AHEAD
    if day > latest:
        yield _problem(unit, day, "observation.too_far_ahead", day=day, latest=latest)
    if not host.strip():
        yield _problem(unit, day, "observation.no_host")
    yield from _long(unit, day, host, LONGEST_HOST)
    if not questions:
        yield _problem(unit, day, "observation.no_question")
    if len(questions) > MOST_QUESTIONS:
        facts = {"count": len(questions), "most": MOST_QUESTIONS}
        yield _problem(unit, day, "observation.too_many_questions", **facts)
    for question in questions:
        yield from _long(unit, day, question, LONGEST)
    if people is not None and not (1 <= people <= MOST_PEOPLE and float(people).is_integer()):
        yield _problem(unit, day, "observation.people", people=people, most=MOST_PEOPLE)


def _of_answer(
    question_state: QuestionState, answer_text: str, adopt: str | None, due: date | None
) -> Iterator[Problem]:
    unit, day = question_state.unit, question_state.day
    if question_state.came_of_it is not None:
        yield _problem(unit, day, "observation.followed_up_already")
    if day > clock.today():
        yield _problem(unit, day, "observation.not_yet", day=day)
    if not answer_text.strip():
        yield _problem(unit, day, "observation.nothing_found")
    if adopt is not None and due is None:
        yield _problem(unit, day, "observation.no_due")
    if adopt is not None and due is not None and due <= day:
        yield _problem(unit, day, "observation.due_before", due=due, day=day)
    for text in (answer_text, adopt or ""):
        yield from _long(unit, day, text, LONGEST)


def _of_follow_up(
    question_state: QuestionState, came_of_it: str, looked_on: date
) -> Iterator[Problem]:
    unit, day, today = question_state.unit, question_state.day, clock.today()
    if question_state.adopt is None:
        yield _problem(unit, day, "observation.nothing_adopted")
    if question_state.came_of_it is not None:
        yield _problem(unit, day, "observation.followed_up_already")
    if not came_of_it.strip():
        yield _problem(unit, day, "observation.nothing_came")
    if not day <= looked_on <= today:
        facts = {"looked_on": looked_on, "day": day, "today": today}
        yield _problem(unit, day, "observation.looked_when", **facts)
    yield from _long(unit, day, came_of_it, LONGEST)


def _long(unit: str, day: date, text: str, longest: int) -> Iterator[Problem]:
    if len(text.strip()) > longest:
        facts = {"length": len(text.strip()), "longest": longest}
        yield _problem(unit, day, "observation.too_long", **facts)


def _problem(unit: str, day: date, code: str, /, **facts: object) -> Problem:
    return Problem(code, Place(f"{unit} {day}"), facts)
