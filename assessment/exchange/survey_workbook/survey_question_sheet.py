"""One strength's sheet of a survey workbook as it goes out: a question a row, ready to be filled.

What the import would refuse, or ask about, is coloured while it is being typed.
"""

from openpyxl.utils import get_column_letter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from assessment.exchange import text_size
from assessment.exchange.survey_workbook import survey_layout, survey_rules
from assessment.exchange.survey_workbook.survey_book import PALE, RULE, SurveyBook
from assessment.exchange.survey_workbook.survey_layout import (
    ANSWER,
    CODE,
    EVIDENCE,
    FIRST_QUESTION_ROW,
    GUIDANCE,
    HEADER_ROW,
    MEASURE,
    NOT_APPLICABLE,
    NOTE,
    PREVIOUS,
    QUESTION,
    REASON,
)
from assessment.framework.model import AMOUNTS, Jump, Strength, SurveyField
from assessment.framework.values.field_values import as_date
from assessment.kernel import spreadsheet_text
from assessment.kernel.answers import NO_ANSWER, Answer

WIDTHS = {
    CODE: 18,
    QUESTION: 28,
    MEASURE: 10,
    ANSWER: 18,
    NOT_APPLICABLE: 10,
    REASON: 18,
    PREVIOUS: 18,
    EVIDENCE: 22,
    NOTE: 20,
    GUIDANCE: 40,
}
"""In characters. Together they are still readable on a sheet of A4."""

SMALLER = 1.1
"""Widths are counted in letters of size 11, and ours are of size 10."""

NUMBER_FORMATS = {
    "integer": "#,##0",
    "decimal": "#,##0.######",
    "money": "#,##0.00",
    "date": "yyyy-mm-dd",
    "yes_no": "@",
    "level": "@",
}
INPUT, HEADER, WARNING, WRONG = "#FFF8DC", "#00204D", "#FFE08A", "#F4B6A6"


class QuestionSheet:
    def __init__(
        self, book: SurveyBook, strength: Strength, questions: tuple[SurveyField, ...]
    ) -> None:
        self.book, self.strength, self.questions = book, strength, questions
        self.t = book.t
        self.sheet: Worksheet = book.book.add_worksheet(
            survey_layout.sheet_name(strength, book.survey.lang)
        )

    def write(self) -> None:
        t, survey, sheet, questions = self.t, self.book.survey, self.sheet, self.questions
        title = f"{t.of(self.strength.title)}　{survey.unit_name}　{survey.period}"
        self.book.write_title(sheet, title)
        sheet.write_string(1, 0, *self.book.banner(t("workbook.hint")))
        head = self.book.style(bold=True, bg_color=HEADER, font_color="#FFFFFF", border=1)
        headers = survey_layout.headers(t)
        for column, words in enumerate(headers, start=1):
            sheet.write_string(HEADER_ROW - 1, column - 1, words, head)
            sheet.set_column(column - 1, column - 1, WIDTHS[column])
        tall = text_size.height(zip(headers, WIDTHS.values(), strict=True))
        sheet.set_row(HEADER_ROW - 1, tall)
        for row, question in enumerate(questions, start=FIRST_QUESTION_ROW):
            self._question(row, question)
        self._rule_texts()
        self._colour_slips()
        sheet.freeze_panes(HEADER_ROW, ANSWER - 1)
        sheet.repeat_rows(HEADER_ROW - 1)
        sheet.set_selection(HEADER_ROW, ANSWER - 1, HEADER_ROW, ANSWER - 1)
        self.book.finish(sheet, landscape=True)

    def _question(self, row: int, question: SurveyField) -> None:
        t = self.t
        fixed = self.book.style(border=1, border_color=RULE)
        small = self.book.style(
            border=1, border_color=RULE, font_size=8, font_color="#7F7F7F", text_wrap=False
        )
        open_cell = self.book.style(border=1, border_color=RULE, bg_color=INPUT, locked=False)
        measure = t.of(question.measure) if question.measure else ""
        self.sheet.write_string(row - 1, CODE - 1, question.code, small)
        self.sheet.write_string(
            row - 1, QUESTION - 1, spreadsheet_text.neutral(t.of(question.title)), fixed
        )
        self.sheet.write_string(row - 1, MEASURE - 1, spreadsheet_text.neutral(measure), fixed)
        answer = self.book.survey.answers.get(question.code, NO_ANSWER)
        self._value(row, ANSWER, question, answer, locked=False)
        marks = {
            "not_applicable": t("workbook.not_applicable"),
            "unavailable": t("workbook.unavailable"),
        }
        outside = answer.state in marks
        texts = {
            NOT_APPLICABLE: marks.get(answer.state, ""),
            REASON: (answer.note or "") if outside else "",
            EVIDENCE: answer.evidence or "",
            NOTE: "" if outside else (answer.note or ""),
        }
        for column, written in texts.items():
            _write_text(self.sheet, row, column, spreadsheet_text.neutral(written), open_cell)
        before = self.book.survey.previous.get(question.code, NO_ANSWER)
        self._value(row, PREVIOUS, question, before, locked=True)
        guidance = survey_rules.guidance(self.book, question)
        self.sheet.write_string(row - 1, GUIDANCE - 1, spreadsheet_text.neutral(guidance), fixed)
        offered = survey_rules.choices(t, question).values()
        texts |= {QUESTION: t.of(question.title), MEASURE: measure, GUIDANCE: guidance}
        rooms = [(words, WIDTHS[column] * SMALLER) for column, words in texts.items()]
        rooms += [(words, WIDTHS[ANSWER] * SMALLER) for words in offered]
        self.sheet.set_row(row - 1, text_size.height(rooms))
        rule = survey_rules.answer(self.book, question)
        self.sheet.data_validation(row - 1, ANSWER - 1, row - 1, ANSWER - 1, rule)

    def _value(
        self,
        row: int,
        column: int,
        question: SurveyField,
        answer: Answer,
        *,
        locked: bool,
    ) -> None:
        """A value as one would type it. Beside the cell, silence is said; in it, left blank."""
        style = self.book.style(
            border=1,
            border_color=RULE,
            bg_color=PALE if locked else INPUT,
            locked=locked,
            align="left" if question.type in ("yes_no", "level") else "right",
            num_format=NUMBER_FORMATS[question.type],
        )
        if answer.value is None:
            said = {
                "missing": self.t("workbook.not_answered"),
                "not_applicable": self.t("workbook.not_applicable"),
                "unavailable": self.t("workbook.unavailable"),
            }
            words = said.get(answer.state, "") if locked and self.book.survey.previous else ""
            _write_text(self.sheet, row, column, words, style)
        elif question.type in ("yes_no", "level"):
            level = int(answer.value)
            words = survey_rules.choices(self.t, question).get(level, str(level))
            self.sheet.write_string(row - 1, column - 1, words, style)
        elif question.type == "date":
            self.sheet.write_datetime(row - 1, column - 1, as_date(answer.value), style)
        else:
            self.sheet.write_number(row - 1, column - 1, answer.value, style)

    def _rule_texts(self) -> None:
        """The columns beside the answer, all rows at once."""
        first, last = FIRST_QUESTION_ROW - 1, FIRST_QUESTION_ROW + len(self.questions) - 2
        rules = dict.fromkeys((REASON, EVIDENCE, NOTE), survey_rules.text(self.book))
        rules[NOT_APPLICABLE] = survey_rules.mark(self.book)
        for column, rule in sorted(rules.items()):
            self.sheet.data_validation(first, column - 1, last, column - 1, rule)

    def _colour_slips(self) -> None:
        """Colour what the import would refuse, or ask about, while it is being typed."""
        first, last = FIRST_QUESTION_ROW, FIRST_QUESTION_ROW + len(self.questions) - 1

        def cell(column: int) -> str:
            return f"${get_column_letter(column)}{first}"

        answer, mark, reason = cell(ANSWER), cell(NOT_APPLICABLE), cell(REASON)
        self._colour_jumps()
        for column, formula, colour in (
            (NOT_APPLICABLE, f'AND({answer}<>"",{mark}<>"")', WRONG),
            (REASON, f'AND({mark}<>"",{reason}="")', WARNING),
        ):
            self.sheet.conditional_format(
                first - 1,
                column - 1,
                last - 1,
                column - 1,
                {"type": "formula", "criteria": f"={formula}", "format": self.book.fill(colour)},
            )

    def _colour_jumps(self) -> None:
        """Each amount by its own measure of what is far from last period's."""
        answer, before, note = (get_column_letter(c) for c in (ANSWER, PREVIOUS, NOTE))
        for row, question in enumerate(self.questions, start=FIRST_QUESTION_ROW):
            if question.type not in AMOUNTS:
                continue
            jump, change = question.jump or Jump(), f"ABS(${answer}{row}-${before}{row})"
            formula = (
                f"AND(ISNUMBER(${answer}{row}),ISNUMBER(${before}{row}),${before}{row}<>0,"
                f"{change}>{jump.share}*ABS(${before}{row}),{change}>={jump.least},"
                f'${note}{row}="")'
            )
            criteria = {"type": "formula", "criteria": f"={formula}"}
            cells = (row - 1, NOTE - 1, row - 1, NOTE - 1)
            self.sheet.conditional_format(*cells, criteria | {"format": self.book.fill(WARNING)})


def _write_text(sheet: Worksheet, row: int, column: int, written: str, style: Format) -> None:
    """Nothing to write leaves the cell truly empty, not with a text of no length."""
    if written:
        sheet.write_string(row - 1, column - 1, written, style)
    else:
        sheet.write_blank(row - 1, column - 1, None, style)
