"""One CSV of answers taken in, of any units and periods: all of it or nothing."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from assessment.errors import Place, Problem, Rejected
from assessment.exchange import answers_csv
from assessment.exchange.survey_workbook.expected import Expected
from assessment.framework.values import field_values
from assessment.kernel.answers import MISSING, NO_ANSWER, Answer
from assessment.survey.filing import answer_changes, filing_result
from assessment.survey.filing.answer_changes import Changes
from assessment.survey.filing.answers_table import Filing
from assessment.survey.filing.bulk_writer import Desk, undisturbed
from assessment.survey.filing.filing_result import FilingResult


@dataclass(frozen=True, slots=True)
class Record:
    """A row of `survey_record`."""

    unit: str
    field: str
    value: float


def take(desk: Desk, file_name: str, data: bytes) -> list[FilingResult]:
    """A result for each unit and period in the file. Raises `Rejected`."""
    return undisturbed(lambda: _attempt(desk, file_name, data))


def _attempt(desk: Desk, file_name: str, data: bytes) -> list[FilingResult]:
    revision = desk.store.revision
    file_hash = hashlib.sha256(data).hexdigest()
    earlier = desk.filed_before(file_hash)
    if earlier:
        return [filing_result.already_filed(known, file_name) for known in earlier]
    expected = desk.expected()
    table, notes = answers_csv.read_with_notes(data, file_name, desk.framework, expected)
    if table.empty:
        raise Rejected([Problem("answers_csv.no_answers", Place(file_name))])
    known = set(desk.framework.field_by_code)
    problems: list[Problem] = []
    filings: list[tuple[Filing, Changes]] = []
    for key, rows in table.groupby(["unit", "period"], sort=False):
        unit, period = (str(code) for code in key)
        current, filed = desk.current(unit, period), _answers(rows)
        lines = dict(zip(rows["field"], rows["line"].tolist(), strict=True))
        records = {code: filed.pop(code) for code in set(filed) - known}
        problems.extend(_record_problems(desk, file_name, unit, period, lines, records))
        asked = {question.code for question in expected.questions(desk.framework, period)}
        beside = {code: answer for code, answer in current.items() if code in asked}
        problems.extend(_part_problems(desk, file_name, lines, {**beside, **filed}))
        if desk.refuses_blanks(period):
            problems.extend(_blanks(file_name, expected, desk, period, {**current, **filed}))
        changes = answer_changes.between(current, filed, texts=False)
        filings.append((Filing(unit, period, file_name, file_hash, desk.actor.name), changes))
    if problems:
        raise Rejected(sorted(problems, key=lambda problem: problem.place.line or 0))
    desk.record(revision, filings)
    # Each line is told once, with the first of the units.
    told = [notes, *[()] * len(filings)]
    return [
        filing_result.filed(filing, changes, warnings)
        for (filing, changes), warnings in zip(filings, told, strict=False)
    ]


def _record_problems(
    desk: Desk,
    file_name: str,
    unit: str,
    period: str,
    lines: Mapping[str, int],
    answers: Mapping[str, Answer],
) -> Iterator[Problem]:
    """Honours and vetoes that are not just as recorded: an export may come back, no more."""
    if not answers:
        return
    recorded = {
        row.field: row.value
        for row in desk.store.ask("survey_record", Record, period=period)
        if row.unit == unit
    }
    for code, answer in answers.items():
        if answer.value is None or answer.value != recorded.get(code, 0):
            place = Place(file_name, lines[code])
            yield Problem("answers_csv.not_a_question", place, {"field": code})


def _blanks(
    file_name: str, expected: Expected, desk: Desk, period: str, together: Mapping[str, Answer]
) -> Iterator[Problem]:
    """Questions that would be on record as a submission without anything said to them."""
    for question in expected.questions(desk.framework, period):
        if together.get(question.code, NO_ANSWER).state == MISSING:
            place = Place(file_name, path=question.code)
            yield Problem("form.blank", place, {"title": question.title})


def _part_problems(
    desk: Desk, file_name: str, lines: Mapping[str, int], together: Mapping[str, Answer]
) -> Iterator[Problem]:
    """Parts over wholes that only show beside the answers already there."""
    values = {code: answer.value for code, answer in together.items() if answer.value is not None}
    for code, breach in field_values.parts_over_whole(desk.framework, values):
        line = lines.get(code) or lines.get(str(breach.facts["whole_field"]))
        if line:
            yield Problem(breach.code, Place(file_name, line), breach.facts)


def _answers(rows: pd.DataFrame) -> dict[str, Answer]:
    columns = (rows[name] for name in ("field", "state", "value"))
    return {
        code: Answer(state, float(value) if state == "value" else None)
        for code, state, value in zip(*columns, strict=True)
    }
