"""The survey workbook a unit fills in: one sheet a strength, behind a cover.

Only the coloured cells can be typed into. The sheets are protected without a password: that is
help against slips, and the reader checks everything again. Built in memory, nothing on disk.
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import xlsxwriter
from openpyxl.utils import get_column_letter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from assessment.exchange import cells, survey_layout
from assessment.exchange.answers import MISSING, Answer
from assessment.exchange.survey_layout import (
    ANSWER,
    CODE,
    EVIDENCE,
    FIRST_QUESTION_ROW,
    GUIDANCE,
    HEADER_ROW,
    MEASURE,
    NOT_APPLICABLE,
    NOTE,
    OPTIONS_SHEET,
    PREVIOUS,
    QUESTION,
    REASON,
)
from assessment.framework.model import Framework, Strength, SurveyField
from assessment.i18n import Messages

WIDTHS = {
    CODE: 13,
    QUESTION: 34,
    MEASURE: 9,
    ANSWER: 18,
    NOT_APPLICABLE: 10,
    REASON: 24,
    PREVIOUS: 15,
    EVIDENCE: 30,
    NOTE: 26,
    GUIDANCE: 46,
}
NUMBER_FORMATS = {
    "integer": "#,##0",
    "decimal": "#,##0.######",
    "money": "#,##0.00",
    "date": "yyyy-mm-dd",
    "yes_no": "@",
    "level": "@",
}
INPUT, HEADER, WARNING, WRONG, PALE, RULE = (
    "#FFF8DC",
    "#00204D",
    "#FFE08A",
    "#F4B6A6",
    "#F2F2F2",
    "#BFBFBF",
)
A4 = 9
LONGEST_INPUT_MESSAGE, LONGEST_INPUT_TITLE = 255, 32
"""Excel's limits; it repairs, and so frightens, where a workbook goes beyond."""

LARGE_CHANGE = 0.5
"""A change by more than this share of last period's value asks for a remark, without insisting."""


@dataclass(frozen=True, slots=True)
class Survey:
    """Whose survey it is, and what is already in it."""

    unit: str
    unit_name: str
    period: str
    lang: str = "zh"
    deadline: date | None = None
    demonstration: bool = False
    answers: Mapping[str, Answer] = field(default_factory=dict)
    """By field: what is filled in already."""

    previous: Mapping[str, Answer] = field(default_factory=dict)
    """By field: what was answered for the period before, shown beside the cell."""


def build(framework: Framework, survey: Survey) -> bytes:
    """The workbook's bytes."""
    written = io.BytesIO()
    book = xlsxwriter.Workbook(
        written,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
        },
    )
    _Template(book, framework, survey).write()
    book.close()
    return written.getvalue()


class _Template:
    """One workbook in the making: what every sheet shares."""

    def __init__(self, book: Workbook, framework: Framework, survey: Survey) -> None:
        self.book, self.framework, self.survey = book, framework, survey
        self.t = Messages(survey.lang)
        self.formats: dict[tuple[tuple[str, object], ...], Format] = {}
        self.options: dict[tuple[str, ...], str] = {}

    def write(self) -> None:
        self._cover()
        for strength, questions in survey_layout.asked(self.framework):
            self._strength(strength, questions)
        self._options_sheet()

    def style(self, **properties: object) -> Format:
        """A cell format; the same one for the same wishes."""
        wishes = {"valign": "top", "text_wrap": True, "font_size": 10, **properties}
        key = tuple(sorted(wishes.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(wishes)
        return self.formats[key]

    def _cover(self) -> None:
        t, survey = self.t, self.survey
        sheet: Worksheet = self.book.add_worksheet(t("workbook.cover.sheet"))
        title = self.style(bold=True, font_size=16, text_wrap=False)
        sheet.write_string(0, 0, t("workbook.cover.title", title=self.framework.title), title)
        sheet.write_string(1, 0, *self._banner(""))
        content = {
            "unit": survey.unit,
            "unit_name": survey.unit_name,
            "period": survey.period,
            "framework": t.of(self.framework.title),
            "edition": survey_layout.edition(self.framework),
        }
        row = 3
        for label in survey_layout.labels(t):
            sheet.write_string(row, 0, label.words, self.style(bold=True, bg_color=PALE, border=1))
            sheet.write_string(row, 1, content[label.name], self.style(border=1, num_format="@"))
            row += 1
        row += 1
        for paragraph in self._instructions():
            sheet.write_string(row, 0, paragraph, self.style(text_wrap=False))
            row += 1
        sheet.set_column(0, 0, 18)
        sheet.set_column(1, 1, 60)
        self._finish(sheet, landscape=False)

    def _instructions(self) -> tuple[str, ...]:
        t = self.t
        deadline = self.survey.deadline
        return (
            t("workbook.how.cells"),
            t("workbook.how.value"),
            t("workbook.how.not_applicable"),
            t("workbook.how.missing"),
            t("workbook.how.evidence"),
            t("workbook.how.change"),
            t("workbook.how.structure"),
            t("workbook.how.whole"),
            *([t("workbook.how.deadline", deadline=deadline)] if deadline else []),
        )

    def _banner(self, otherwise: str) -> tuple[str, Format]:
        """The second line of every sheet: that the data are invented, or else `otherwise`."""
        if self.survey.demonstration:
            loud = self.style(bold=True, font_color="#A50000", text_wrap=False)
            return self.t("workbook.demonstration"), loud
        return otherwise, self.style(font_color="#595959", text_wrap=False)

    def _strength(self, strength: Strength, questions: tuple[SurveyField, ...]) -> None:
        t, survey = self.t, self.survey
        sheet = self.book.add_worksheet(survey_layout.sheet_name(strength, survey.lang))
        title = f"{t.of(strength.title)}　{survey.unit_name}　{survey.period}"
        sheet.write_string(0, 0, title, self.style(bold=True, font_size=14, text_wrap=False))
        sheet.write_string(1, 0, *self._banner(t("workbook.hint")))
        head = self.style(bold=True, bg_color=HEADER, font_color="#FFFFFF", border=1)
        for column, words in enumerate(survey_layout.headers(t), start=1):
            sheet.write_string(HEADER_ROW - 1, column - 1, words, head)
            sheet.set_column(column - 1, column - 1, WIDTHS[column])
        for row, question in enumerate(questions, start=FIRST_QUESTION_ROW):
            self._question(sheet, row, question)
        self._validate_texts(sheet, len(questions))
        self._colour_slips(sheet, len(questions))
        sheet.freeze_panes(HEADER_ROW, ANSWER - 1)
        sheet.repeat_rows(HEADER_ROW - 1)
        sheet.set_selection(HEADER_ROW, ANSWER - 1, HEADER_ROW, ANSWER - 1)
        self._finish(sheet, landscape=True)

    def _question(self, sheet: Worksheet, row: int, question: SurveyField) -> None:
        t = self.t
        fixed = self.style(border=1, border_color=RULE)
        small = self.style(
            border=1, border_color=RULE, font_size=8, font_color="#7F7F7F", text_wrap=False
        )
        open_cell = self.style(border=1, border_color=RULE, bg_color=INPUT, locked=False)
        measure = t.of(question.measure) if question.measure else ""
        sheet.write_string(row - 1, CODE - 1, question.code, small)
        sheet.write_string(row - 1, QUESTION - 1, t.of(question.title), fixed)
        sheet.write_string(row - 1, MEASURE - 1, measure, fixed)
        answer = self.survey.answers.get(question.code, MISSING)
        self._value(sheet, row, ANSWER, question, answer, locked=False)
        outside = answer.state == "not_applicable"
        texts = {
            NOT_APPLICABLE: t("workbook.not_applicable") if outside else "",
            REASON: (answer.note or "") if outside else "",
            EVIDENCE: answer.evidence or "",
            NOTE: "" if outside else (answer.note or ""),
        }
        for column, written in texts.items():
            _write_text(sheet, row, column, cells.neutral(written), open_cell)
        before = self.survey.previous.get(question.code, MISSING)
        self._value(sheet, row, PREVIOUS, question, before, locked=True)
        sheet.write_string(row - 1, GUIDANCE - 1, self._guidance(question), fixed)
        self._validate(sheet, row, question)

    def _value(
        self,
        sheet: Worksheet,
        row: int,
        column: int,
        question: SurveyField,
        answer: Answer,
        *,
        locked: bool,
    ) -> None:
        """A value as one would type it. Beside the cell, silence is said; in it, left blank."""
        style = self.style(
            border=1,
            border_color=RULE,
            bg_color=PALE if locked else INPUT,
            locked=locked,
            align="right",
            num_format=NUMBER_FORMATS[question.type],
        )
        if answer.value is None:
            said = {
                "missing": self.t("workbook.not_answered"),
                "not_applicable": self.t("workbook.not_applicable"),
            }
            words = said.get(answer.state, "") if locked and self.survey.previous else ""
            _write_text(sheet, row, column, words, style)
        elif question.type in ("yes_no", "level"):
            words = self._choices(question).get(int(answer.value), str(int(answer.value)))
            sheet.write_string(row - 1, column - 1, words, style)
        elif question.type == "date":
            sheet.write_datetime(row - 1, column - 1, cells.as_date(answer.value), style)
        else:
            sheet.write_number(row - 1, column - 1, answer.value, style)

    def _choices(self, question: SurveyField) -> dict[int, str]:
        if question.type == "yes_no":
            return {1: self.t("workbook.yes"), 0: self.t("workbook.no")}
        options = question.options or {}
        return {level: f"{level} {self.t.of(title)}" for level, title in options.items()}

    def _guidance(self, question: SurveyField) -> str:
        """What the framework explains, and the limit that is easily overlooked."""
        said = [self.t.of(question.guidance)] if question.guidance else []
        whole = self.framework.field_by_code.get(question.part_of or "")
        if whole:
            said.append(self.t("workbook.part_of", whole=whole.title))
        return "\n".join(said)

    def _validate(self, sheet: Worksheet, row: int, question: SurveyField) -> None:
        t = self.t
        choices = self._choices(question)
        if choices:
            limits: dict[str, object] = self._list(tuple(choices.values()))
        else:
            limits = _limits(question)
        help_text = f"{self._kind(question)}\n{self._guidance(question)}".strip()
        sheet.data_validation(
            row - 1,
            ANSWER - 1,
            row - 1,
            ANSWER - 1,
            {
                **limits,
                "ignore_blank": True,
                "input_title": t.of(question.title)[:LONGEST_INPUT_TITLE],
                "input_message": help_text[:LONGEST_INPUT_MESSAGE],
                "error_title": t("workbook.refused_title"),
                "error_message": self._kind(question)[:LONGEST_INPUT_MESSAGE],
            },
        )

    def _validate_texts(self, sheet: Worksheet, count: int) -> None:
        """The columns beside the answer, all rows at once."""
        t = self.t
        first, last = FIRST_QUESTION_ROW - 1, FIRST_QUESTION_ROW + count - 2
        mark = self._list((t("workbook.not_applicable"),))
        sheet.data_validation(first, NOT_APPLICABLE - 1, last, NOT_APPLICABLE - 1, mark)
        short = {
            "validate": "length",
            "criteria": "<=",
            "value": cells.LONGEST,
            "error_message": t("workbook.at_most", longest=cells.LONGEST),
        }
        for column in (REASON, EVIDENCE, NOTE):
            sheet.data_validation(first, column - 1, last, column - 1, short)

    def _kind(self, question: SurveyField) -> str:
        """What kind of answer is wanted, in a sentence."""
        t = self.t
        measure = t.of(question.measure) if question.measure else ""
        kinds = {
            "integer": t("workbook.wanted.integer", measure=measure),
            "decimal": t("workbook.wanted.decimal", measure=measure),
            "money": t("workbook.wanted.money", measure=measure),
            "yes_no": t("workbook.wanted.yes_no"),
            "level": t("workbook.wanted.level"),
            "date": t("workbook.wanted.date"),
        }
        return kinds[question.type]

    def _list(self, choices: tuple[str, ...]) -> dict[str, object]:
        """A drop-down over a column of the hidden sheet, shared by all that offer the same."""
        if choices not in self.options:
            letter = get_column_letter(len(self.options) + 1)
            place = f"${letter}$1:${letter}${len(choices)}"
            self.options[choices] = f"={OPTIONS_SHEET}!{place}"
        return {"validate": "list", "source": self.options[choices]}

    def _options_sheet(self) -> None:
        sheet = self.book.add_worksheet(OPTIONS_SHEET)
        for column, choices in enumerate(self.options):
            for row, choice in enumerate(choices):
                sheet.write_string(row, column, choice)
        sheet.protect()
        sheet.very_hidden()

    def _colour_slips(self, sheet: Worksheet, count: int) -> None:
        """Colour what the import would refuse, or ask about, while it is being typed."""
        first, last = FIRST_QUESTION_ROW, FIRST_QUESTION_ROW + count - 1

        def cell(column: int) -> str:
            return f"${get_column_letter(column)}{first}"

        answer, mark, reason = cell(ANSWER), cell(NOT_APPLICABLE), cell(REASON)
        before, note = cell(PREVIOUS), cell(NOTE)
        changed = (
            f"AND(ISNUMBER({answer}),ISNUMBER({before}),{before}<>0,"
            f'ABS({answer}-{before})>{LARGE_CHANGE}*ABS({before}),{note}="")'
        )
        for column, formula, colour in (
            (NOT_APPLICABLE, f'AND({answer}<>"",{mark}<>"")', WRONG),
            (REASON, f'AND({mark}<>"",{reason}="")', WARNING),
            (NOTE, changed, WARNING),
        ):
            sheet.conditional_format(
                first - 1,
                column - 1,
                last - 1,
                column - 1,
                {"type": "formula", "criteria": f"={formula}", "format": self._fill(colour)},
            )

    def _fill(self, colour: str) -> Format:
        key = (("fill", colour),)
        if key not in self.formats:
            self.formats[key] = self.book.add_format({"bg_color": colour})
        return self.formats[key]

    def _finish(self, sheet: Worksheet, *, landscape: bool) -> None:
        """Protection and paper, the same for every sheet."""
        survey = self.survey
        sheet.protect("", {"format_columns": True, "format_rows": True})
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        if landscape:
            sheet.set_landscape()
        sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
        mark = f"　{self.t('workbook.demonstration_short')}" if survey.demonstration else ""
        name = f"{survey.unit_name} {survey.period}{mark}".replace("&", "&&")
        sheet.set_header(f"&L{name}&R&A")
        sheet.set_footer("&C&P / &N")


def _write_text(sheet: Worksheet, row: int, column: int, written: str, style: Format) -> None:
    """Nothing to write leaves the cell truly empty, not with a text of no length."""
    if written:
        sheet.write_string(row - 1, column - 1, written, style)
    else:
        sheet.write_blank(row - 1, column - 1, None, style)


def _limits(question: SurveyField) -> dict[str, object]:
    """What Excel lets one type; the reader asks again."""
    if question.type == "date":
        low = cells.as_date(question.minimum) if question.minimum is not None else cells.EARLIEST
        high = cells.as_date(question.maximum) if question.maximum is not None else cells.LATEST
        return {"validate": "date", "criteria": "between", "minimum": low, "maximum": high}
    low_number = -cells.TOO_LARGE if question.minimum is None else question.minimum
    high_number = cells.TOO_LARGE if question.maximum is None else question.maximum
    return {
        "validate": "integer" if question.type == "integer" else "decimal",
        "criteria": "between",
        "minimum": low_number,
        "maximum": high_number,
    }
