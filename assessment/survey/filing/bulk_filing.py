"""Surveys taken over in bulk: the answers of many units, without a file for each.

For answers that are on record elsewhere. They are checked by the rules of the survey workbook, and
all of a call is recorded in one transaction or nothing is.
"""

import dataclasses
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assessment.errors import Place, Problem, Rejected
from assessment.exchange.survey_workbook.expected import Expected
from assessment.framework.model import Framework
from assessment.framework.values import field_values
from assessment.kernel.actors import Actor
from assessment.kernel.answers import MISSING, NO_ANSWER, Answer
from assessment.store.database import Store
from assessment.survey.filing import answer_changes, rules
from assessment.survey.filing.answer_changes import Changes
from assessment.survey.filing.answers_table import Filing
from assessment.survey.filing.bulk_writer import FILE, Desk, undisturbed
from assessment.survey.periods import review_record


@dataclass(frozen=True, slots=True)
class Survey:
    """One unit's answers for one period. A question that is not in `answers` was left empty."""

    unit: str
    period: str
    answers: Mapping[str, Answer]


def take_over(
    store: Store, framework: Framework, actor: Actor, surveys: Sequence[Survey], source: str
) -> int:
    """File the surveys, and return how many answers changed. At most one survey for each unit and
    period. `source` says where the answers were on record: it stands where a file's name would.

    Raises `Rejected` with every problem in any of them.
    """
    actor.must_somewhere(FILE)
    desk = Desk(store, framework, actor)
    return undisturbed(lambda: _attempt(desk, surveys, source))


def _attempt(desk: Desk, surveys: Sequence[Survey], source: str) -> int:
    revision = desk.store.revision
    expected = desk.expected()
    problems = [each for survey in surveys for each in _problems(desk, expected, survey, source)]
    if problems:
        raise Rejected(problems)
    changes = list(_changes(desk, surveys))
    content = _hash(changes)
    desk.record(
        revision,
        [
            (Filing(survey.unit, survey.period, source, content, desk.actor.name), change)
            for survey, change in zip(surveys, changes, strict=True)
        ],
    )
    return sum(len(change.entries) for change in changes)


def _problems(desk: Desk, expected: Expected, survey: Survey, source: str) -> Iterator[Problem]:
    for breach in (expected.unit(survey.unit), expected.period(survey.period)):
        if breach:
            yield Problem(breach.code, Place(source), breach.facts)
    place = f"{source} {survey.unit} {survey.period}"
    for field, answer in survey.answers.items():
        question = desk.framework.field_by_code.get(field)
        if question is None:
            facts: dict[str, object] = {"field": field, "period": survey.period}
            yield Problem("form.not_asked", Place(place, path=field), facts)
            continue
        for breach in rules.unreadable(question, answer):
            yield Problem(breach.code, Place(place, path=field), breach.facts)
        key = rules.reason_missing(answer)
        if key is not None:
            yield Problem(key, Place(place, path=field), {"title": question.title})
    yield from _blanks(desk, expected, survey, place)
    values = {code: each.value for code, each in survey.answers.items() if each.value is not None}
    for code, breach in field_values.parts_over_whole(desk.framework, values):
        yield Problem(breach.code, Place(place, path=code), breach.facts)


def _blanks(desk: Desk, expected: Expected, survey: Survey, place: str) -> Iterator[Problem]:
    """Where the period refuses them, every question nobody said anything about."""
    if expected.period(survey.period) or not desk.refuses_blanks(survey.period):
        return
    for question in expected.questions(desk.framework, survey.period):
        if survey.answers.get(question.code, NO_ANSWER).state == MISSING:
            yield Problem("form.blank", Place(place, path=question.code), {"title": question.title})


def _changes(desk: Desk, surveys: Sequence[Survey]) -> Iterator[Changes]:
    """What each survey changes. Like a workbook, it speaks of every question."""
    recorded = {
        period: review_record.reported(
            desk.store, desk.actor, period, [each.unit for each in surveys if each.period == period]
        )
        for period in {survey.period for survey in surveys}
    }
    for survey in surveys:
        before = {
            code: row.answer for code, row in recorded[survey.period].get(survey.unit, {}).items()
        }
        now = {code: survey.answers.get(code, NO_ANSWER) for code in desk.framework.field_by_code}
        yield answer_changes.between(before, now)


def _hash(changes: Sequence[Changes]) -> str:
    """There are no bytes of a file; what changed stands for them."""
    entries = [[dataclasses.astuple(entry) for entry in change.entries] for change in changes]
    return hashlib.sha256(json.dumps(entries).encode()).hexdigest()
