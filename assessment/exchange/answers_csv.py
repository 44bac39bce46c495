"""Answers as a long CSV, `unit,period,field,value`: read without a database, and written.

An empty value is missing, `NA` not applicable and `UNAVAILABLE` declared so. Dates are written
2026-03-01, because a bare number might be counted from 1900 or from 1970. Bonus counts are the
fields `<item>.<level>`, a declared veto is its code with 1. Invented data say so in a line before
the header.
"""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from typing import Literal

import pandas as pd

from assessment.errors import Place, Problem, Rejected
from assessment.exchange import cells, csv_text, invented
from assessment.exchange.csv_text import CsvText
from assessment.exchange.survey_workbook.expected import Expected
from assessment.framework.model import Framework, SurveyField, Text
from assessment.framework.values import field_values
from assessment.framework.values.field_values import Breach, as_date, number_text
from assessment.kernel import spreadsheet_text
from assessment.kernel.answers import SILENT

COLUMNS = ("unit", "period", "field", "value")
NOT_APPLICABLE = "NA"
UNAVAILABLE = "UNAVAILABLE"

Line = tuple[int, str, str, str, str, float | None]
"""Line number, unit, period, field, state, value."""


def read(
    data: bytes | str, file_name: str, framework: Framework, expected: Expected | None = None
) -> pd.DataFrame:
    """A row an answer: `unit period field state value line`; value is null unless state is `value`.

    `Rejected`, with every problem there is, if anything is wrong.
    """
    return read_with_notes(data, file_name, framework, expected)[0]


def read_with_notes(
    data: bytes | str, file_name: str, framework: Framework, expected: Expected | None = None
) -> tuple[pd.DataFrame, tuple[Problem, ...]]:
    """The answers as `read` has them, and what was read in a way of its own."""
    table = csv_text.read(data, file_name, COLUMNS, extra=False)
    reader = _Reader(table, file_name, framework, expected or Expected())
    lines = list(reader.lines())
    answers = pd.DataFrame(lines, columns=["line", "unit", "period", "field", "state", "value"])
    answers["value"] = answers["value"].astype("float64")
    problems = [
        *table.problems,
        *reader.problems,
        *_twice(answers, file_name),
        *_parts_over_wholes(answers, file_name, framework),
    ]
    if problems:
        raise Rejected(sorted(problems, key=lambda problem: problem.place.line or 0))
    columns = ["unit", "period", "field", "state", "value", "line"]
    return answers[columns], tuple(reader.notes)


def as_relation(answers: pd.DataFrame) -> pd.DataFrame:
    """What scoring reads: `unit period field value`, null where it does not apply, no row where
    it is missing or unavailable."""
    said = answers[~answers["state"].isin(SILENT)]
    return said[["unit", "period", "field", "value"]].reset_index(drop=True)


def write(answers: pd.DataFrame, framework: Framework, *, demonstration: bool = False) -> bytes:
    """The same file again: `unit period field state value` as bytes that Excel opens rightly."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    if demonstration:
        writer.writerow([invented.line()])
    writer.writerow(COLUMNS)
    asked = questions(framework)
    columns = (answers[name] for name in ("unit", "period", "field", "state", "value"))
    for unit, period, field, state, value in zip(*columns, strict=True):
        said = {"missing": "", "not_applicable": NOT_APPLICABLE, "unavailable": UNAVAILABLE}
        shown = said[state] if state in said else _value_text(asked.get(field), value)
        writer.writerow([spreadsheet_text.neutral(unit), period, field, shown])
    return written.getvalue().encode("utf-8-sig")


def questions(framework: Framework) -> dict[str, SurveyField]:
    """Everything a line may be about, by the code it is written under."""
    asked = dict(framework.field_by_code)
    for item in framework.bonus.items if framework.bonus else ():
        for level in item.points:
            code = f"{item.code}.{level}"
            asked[code] = _recorded(code, item.title, "integer")
    for veto in framework.veto.items if framework.veto else ():
        asked[veto.code] = _recorded(veto.code, veto.title, "yes_no")
    return asked


def _recorded(code: str, title: Text, kind: Literal["integer", "yes_no"]) -> SurveyField:
    """A count or a declaration as if it were a question; its code need not look like one."""
    return SurveyField.model_construct(code=code, title=title, type=kind, strength="")


def _value_text(question: SurveyField | None, value: float) -> str:
    if question is not None and question.type == "date":
        return as_date(value).isoformat()
    return number_text(value)


class _Reader:
    """One pass over the lines; what was asked once of a code is remembered."""

    def __init__(
        self, table: CsvText, file_name: str, framework: Framework, expected: Expected
    ) -> None:
        self.table, self.file_name = table, file_name
        self.asked = questions(framework)
        self.at = {name: table.header.index(name) for name in COLUMNS}
        self.problems: list[Problem] = []
        self.notes: list[Problem] = []
        self.unit: Callable[[str], str | Breach] = cache(
            lambda raw: _code(raw, "unit", expected.unit)
        )
        self.period: Callable[[str], str | Breach] = cache(
            lambda raw: _code(raw, "period", expected.period)
        )
        self.field: Callable[[str], str | Breach] = cache(self._field)
        self.framework, self.expected = framework, expected
        self.unasked: Callable[[str], Mapping[str, SurveyField]] = cache(self._unasked)

    def lines(self) -> Iterator[Line]:
        """The lines without a problem."""
        at_unit, at_period, at_field, at_value = (self.at[name] for name in COLUMNS)
        for line, row in self.table.lines:
            unit = self.unit(row[at_unit])
            period = self.period(row[at_period])
            field = self._asked(self.field(row[at_field]), period)
            said = None if isinstance(field, Breach) else self._value(field, row[at_value], line)
            wrong = False
            for name, found in zip(COLUMNS, (unit, period, field, said), strict=True):
                if isinstance(found, Breach):
                    wrong = True
                    place = Place(self.file_name, line, self.at[name] + 1)
                    self.problems.append(Problem(found.code, place, found.facts))
            if not wrong:
                state, value = said if isinstance(said, tuple) else ("missing", None)
                yield line, str(unit), str(period), str(field), state, value

    def _field(self, raw: str) -> str | Breach:
        code = cells.code(raw)
        if code in self.asked:
            return code
        near = get_close_matches(code, self.asked, 1)
        facts = {"found": field_values.shown(raw), "nearest": near[0] if near else "—"}
        return Breach("answers_csv.unknown_field" if code else "answers_csv.empty_code", facts)

    def _asked(self, field: str | Breach, period: str | Breach) -> str | Breach:
        """The field, unless its period does not ask it."""
        if isinstance(field, Breach) or isinstance(period, Breach):
            return field
        question = self.unasked(period).get(field)
        if question is None:
            return field
        facts = {"field": field, "title": question.title, "period": period}
        return Breach("answers_csv.not_asked", facts)

    def _unasked(self, period: str) -> Mapping[str, SurveyField]:
        asked = {question.code for question in self.expected.questions(self.framework, period)}
        every = self.framework.field_by_code
        return {code: question for code, question in every.items() if code not in asked}

    def _value(self, field: str, raw: str, line: int) -> tuple[str, float | None] | Breach:
        written = raw.strip()
        if not written:
            return "missing", None
        if written.lower() in field_values.NOT_APPLICABLE:
            return "not_applicable", None
        if written.lower() in field_values.UNAVAILABLE:
            return "unavailable", None
        question = self.asked[field]
        value = field_values.read(question, raw)
        if isinstance(value, Breach):
            return value
        if self.table.separator == ";" and "," in field_values.normal(raw):
            # Where semicolons part the columns, a comma may be the decimal point.
            facts = {"field": field, "title": question.title, "found": field_values.shown(raw)}
            return Breach("cell.comma_or_point", facts)
        if note := field_values.reading_note(question, raw, value):
            place = Place(self.file_name, line, self.at["value"] + 1)
            self.notes.append(Problem(note.code, place, note.facts))
        return "value", value


def _code(raw: str, what: str, ask: Callable[[str], Breach | None]) -> str | Breach:
    code = cells.code(spreadsheet_text.plain(raw))
    if not code:
        return Breach("answers_csv.empty_code", {"found": what})
    return ask(code) or code


def _twice(answers: pd.DataFrame, file_name: str) -> Iterator[Problem]:
    """Answers given again, with the line that gave them first."""
    key = ["unit", "period", "field"]
    again = answers[answers.duplicated(key)]
    if again.empty:
        return
    first = answers.drop_duplicates(key).set_index(key)["line"]
    for line, unit, period, field in again[["line", *key]].itertuples(index=False):
        facts = {
            "unit": unit,
            "period": period,
            "field": field,
            "first": int(first[(unit, period, field)]),
        }
        yield Problem("answers_csv.duplicate", Place(file_name, int(line)), facts)


def _parts_over_wholes(
    answers: pd.DataFrame, file_name: str, framework: Framework
) -> Iterator[Problem]:
    """Parts that are more than their whole, in files however long."""
    given = answers[answers["state"] == "value"].drop_duplicates(["unit", "period", "field"])
    by_field: Mapping[object, pd.DataFrame] = dict(iter(given.groupby("field", sort=False)))
    for part in framework.fields:
        whole_code = part.part_of or ""
        if whole_code not in by_field or part.code not in by_field:
            continue
        pairs = by_field[part.code].merge(
            by_field[whole_code], on=["unit", "period"], suffixes=("", "_whole")
        )
        over = pairs[pairs["value"] > pairs["value_whole"]]
        for line, value, whole in over[["line", "value", "value_whole"]].itertuples(index=False):
            values = {part.code: value, whole_code: whole}
            for _, breach in field_values.parts_over_whole(framework, values):
                place = Place(file_name, int(line), COLUMNS.index("value") + 1)
                yield Problem(breach.code, place, breach.facts)
