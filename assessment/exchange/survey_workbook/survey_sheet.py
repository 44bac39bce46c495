"""One strength's sheet of a filled survey: a question a row, everything wrong with it at once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from openpyxl.utils.cell import coordinate_to_tuple

from assessment.errors import Place, Problem
from assessment.exchange import cells, number_formats
from assessment.exchange.sheets import Sheet, cell_name
from assessment.exchange.survey_workbook import survey_headers, survey_layout
from assessment.exchange.survey_workbook.survey_layout import (
    ANSWER,
    CODE,
    EVIDENCE,
    FIRST_QUESTION_ROW,
    GUIDANCE,
    NOT_APPLICABLE,
    NOTE,
    QUESTION,
    REASON,
)
from assessment.framework.model import Framework, Strength, SurveyField
from assessment.framework.values import field_values
from assessment.framework.values.field_values import Breach, Raw
from assessment.kernel.answers import Answer

INPUTS = (ANSWER, NOT_APPLICABLE, REASON, EVIDENCE, NOTE)
"""The columns people type into."""


@dataclass(slots=True)
class Gathered:
    """What the sheets of one workbook hold together."""

    file_name: str
    framework: Framework
    period: str
    questions: tuple[SurveyField, ...]
    """What the period asks."""

    answers: dict[str, Answer] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    """Where each question's answer stands."""

    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    """What was read in a way of its own, or not taken along."""

    @property
    def sheets(self) -> list[tuple[Strength, tuple[SurveyField, ...]]]:
        """Each strength that asks something, with its questions."""
        return list(survey_layout.sheets(self.framework, self.questions))

    def read(self, sheet: Sheet, strength: Strength) -> None:
        """Add one sheet."""
        _Reader(self, sheet, strength).read()


def not_asked(question: SurveyField, period: str, place: Place) -> Problem:
    """An answer that the period has no question for."""
    facts = {"field": question.code, "title": question.title, "period": period}
    return Problem("workbook.question_not_asked", place, facts)


class _Reader:
    def __init__(self, gathered: Gathered, sheet: Sheet, strength: Strength) -> None:
        self.gathered, self.sheet = gathered, sheet
        self.questions = {q.code: q for q in gathered.questions if q.strength == strength.code}
        marks = {
            cell
            for cell in (*sheet.raised, *sheet.struck)
            if coordinate_to_tuple(cell)[1] in (ANSWER, NOT_APPLICABLE)
        }
        self.broken = {*sheet.formulas, *sheet.errors, *sheet.pictures, *marks}
        self.rows: dict[str, int] = {}
        """The row of each question met so far."""

    def read(self) -> None:
        self._untyped()
        wrong = survey_headers.problems(self.sheet, self.gathered.file_name)
        self.gathered.problems.extend(wrong)
        if wrong:
            return
        for row in range(FIRST_QUESTION_ROW, self.sheet.last_row + 1):
            self._row(row)
        for code, question in self.questions.items():
            if code not in self.rows:
                facts = {"field": code, "title": question.title}
                self._problem("workbook.question_missing", None, facts)

    def _untyped(self) -> None:
        """What values alone do not show."""
        for cell in self.sheet.formulas:
            self._problem("workbook.formula", cell)
        for cell in self.sheet.merged:
            self._problem("workbook.merged_cells", cell)
        for cell in self.sheet.pictures:
            self._problem("workbook.picture_in_cell", cell)
        for code, cells_marked in (
            ("workbook.raised", self.sheet.raised),
            ("workbook.struck", self.sheet.struck),
        ):
            for cell in cells_marked:
                if cell in self.broken:
                    facts = {
                        "found": field_values.shown(self.sheet.raw(*coordinate_to_tuple(cell)))
                    }
                    self._problem(code, cell, facts)
        for cell, shown in self.sheet.errors.items():
            if cell not in self.sheet.formulas:
                self._problem("workbook.error_value", cell, {"found": shown})

    def _row(self, row: int) -> None:
        for column in range(GUIDANCE + 1, self.sheet.last_column + 1):
            if self.sheet.raw(row, column) is not None:
                facts = {"found": field_values.shown(self.sheet.raw(row, column))}
                self._problem("workbook.stray_cell", cell_name(row, column), facts)
        question = self._question(row)
        if question is None:
            return
        self.rows[question.code] = row
        self._odd(row)
        answer = self._answer(row, question)
        if answer is not None:
            self.gathered.answers[question.code] = answer
        place = self._place(cell_name(row, ANSWER))
        self.gathered.places[question.code] = place

    def _odd(self, row: int) -> None:
        """What its writer may not know of: results of formulas, rows out of sight."""
        for column in INPUTS:
            cell = cell_name(row, column)
            if cell in self.sheet.calculated and cell not in self.broken:
                facts = {"found": field_values.shown(self.sheet.raw(row, column))}
                self._note("workbook.calculated", cell, facts)
        typed = any(self.sheet.raw(row, column) is not None for column in INPUTS)
        if typed and row in self.sheet.hidden_rows:
            self._note("workbook.hidden_row", cell_name(row, ANSWER), {"row": row})

    def _question(self, row: int) -> SurveyField | None:
        """The question a row asks; where the code is garbled, the title beside it tells."""
        cell = cell_name(row, CODE)
        code = cells.code(self.sheet.raw(row, CODE))
        titled = self._titled(row)
        if code in self.questions and cell not in self.broken:
            if code not in self.rows:
                return self.questions[code]
            facts = {"field": code, "first": self.rows[code]}
            self._problem("workbook.question_duplicate", cell, facts)
            return None
        if titled:
            self.rows.setdefault(titled.code, row)
        if cell in self.broken:
            return None
        if not code:
            typed = any(self.sheet.raw(row, column) is not None for column in INPUTS)
            if titled or typed:
                expected = titled.code if titled else "?"
                self._problem("workbook.code_missing", cell, {"expected": expected})
        elif code in self.gathered.framework.field_by_code:
            self._misplaced(self.gathered.framework.field_by_code[code], cell)
        else:
            near = get_close_matches(code, self.questions, 1)
            expected = titled.code if titled else (near[0] if near else "—")
            facts = {"found": field_values.shown(code), "expected": expected}
            self._problem("workbook.question_unknown", cell, facts)
        return None

    def _misplaced(self, question: SurveyField, cell: str) -> None:
        """A question of another sheet, or one that the period does not ask."""
        gathered = self.gathered
        if question not in gathered.questions:
            gathered.problems.append(not_asked(question, gathered.period, self._place(cell)))
            return
        home = gathered.framework.strength_by_code[question.strength].title
        facts = {"field": question.code, "sheet": home}
        self._problem("workbook.question_elsewhere", cell, facts)

    def _titled(self, row: int) -> SurveyField | None:
        title = self.sheet.text(row, QUESTION)
        for question in self.questions.values():
            if title and title in (question.title.zh, question.title.en):
                return question
        return None

    def _answer(self, row: int, question: SurveyField) -> Answer | None:
        """None where a problem has been noted."""
        before = len(self.gathered.problems)
        mark = cells.mark(self._raw(row, NOT_APPLICABLE))
        marked = self._checked(row, NOT_APPLICABLE, mark) is not None
        reason, evidence, note = (
            self._checked(row, column, field_values.remark(self._raw(row, column)))
            for column in (REASON, EVIDENCE, NOTE)
        )
        raw = self._raw(row, ANSWER)
        asked = {"field": question.code, "title": question.title}
        for code, column in self._contradictions(row, marked, reason is not None):
            self._problem(code, cell_name(row, column), asked)
        value: object = None
        if raw is not None and not marked:
            value = self._checked(row, ANSWER, self._value(row, question, raw))
        spoilt = any(cell_name(row, column) in self.broken for column in INPUTS)
        if spoilt or len(self.gathered.problems) > before:
            return None
        said = "\n".join(part for part in (reason, note) if isinstance(part, str)) or None
        evidence = evidence if isinstance(evidence, str) else None
        if mark is not None and not isinstance(mark, Breach):
            return Answer(mark, None, evidence, said)
        if isinstance(value, float):
            return Answer("value", value, evidence, said)
        return Answer("missing", None, evidence, said)

    def _value(self, row: int, question: SurveyField, raw: Raw) -> float | Breach:
        """The answer, and a note where it is not simply the number that stands there."""
        asked = {"field": question.code, "title": question.title}
        shown = raw
        if isinstance(raw, float) and question.type != "date":
            number_format = self.sheet.number_format(row, ANSWER)
            measure = question.measure.zh if question.measure else None
            as_shown = number_formats.as_shown(raw, number_format, measure)
            if isinstance(as_shown, Breach):
                return Breach(as_shown.code, {**asked, **as_shown.facts})
            shown = as_shown
        value = field_values.read(question, shown)
        if isinstance(value, Breach):
            return value
        note = field_values.reading_note(question, shown, value)
        reading = field_values.number_text(value)
        if shown != raw:
            note = Breach("cell.read_as_shown", {**asked, "found": raw, "reading": reading})
        if note:
            self._note(note.code, cell_name(row, ANSWER), note.facts)
        return value

    def _contradictions(self, row: int, marked: bool, reasoned: bool) -> Iterator[tuple[str, int]]:
        """A question either has a value, or does not apply for a reason, or is left open."""
        if marked and self._raw(row, ANSWER) is not None:
            yield "workbook.value_and_not_applicable", ANSWER
        unsaid = self.sheet.raw(row, REASON) is None and cell_name(row, REASON) not in self.broken
        if marked and unsaid:
            yield "workbook.reason_missing", REASON
        unmarked = self.sheet.raw(row, NOT_APPLICABLE) is None
        if reasoned and unmarked and cell_name(row, NOT_APPLICABLE) not in self.broken:
            yield "workbook.reason_without_mark", REASON

    def _raw(self, row: int, column: int) -> Raw:
        """The cell, unless it has been reported already."""
        return None if cell_name(row, column) in self.broken else self.sheet.raw(row, column)

    def _checked(self, row: int, column: int, value: object) -> object:
        """What was found; None, and a problem noted, if it breaks a rule."""
        if not isinstance(value, Breach):
            return value
        self._problem(value.code, cell_name(row, column), value.facts)
        return None

    def _problem(self, code: str, cell: str | None, facts: object = None) -> None:
        known = dict(facts) if isinstance(facts, dict) else {}
        self.gathered.problems.append(Problem(code, self._place(cell), known))

    def _note(self, code: str, cell: str | None, facts: Mapping[str, object]) -> None:
        self.gathered.notes.append(Problem(code, self._place(cell), facts))

    def _place(self, cell: str | None) -> Place:
        return Place(self.gathered.file_name, sheet=self.sheet.name, cell=cell)
