"""A survey workbook in the making: what its sheets share.

Only the coloured cells can be typed into. The sheets are protected without a password: that is
help against slips, and the reader checks everything again.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from openpyxl.utils import get_column_letter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from assessment.exchange.survey_workbook.survey_layout import OPTIONS_SHEET
from assessment.framework.model import Framework
from assessment.framework.questions import asked_in
from assessment.i18n import Messages
from assessment.kernel.answers import Answer
from assessment.kernel.spreadsheet_text import neutral

PALE, RULE = "#F2F2F2", "#BFBFBF"
"""Behind what is there to be read and not to be filled in; and of the lines between cells."""

A4 = 9
TITLE = 24
"""Height of the first line, in points."""


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

    strengths: Collection[str] = ()
    """Those the period asks; none: all of them."""


class SurveyBook:
    """One workbook, whose it is and in which language."""

    def __init__(self, book: Workbook, framework: Framework, survey: Survey) -> None:
        self.book, self.framework, self.survey = book, framework, survey
        self.t = Messages(survey.lang)
        self.questions = asked_in(framework, survey.period, survey.strengths)
        self.formats: dict[tuple[tuple[str, object], ...], Format] = {}
        self.options: dict[tuple[str, ...], str] = {}

    def style(self, **properties: object) -> Format:
        """A cell format; the same one for the same wishes."""
        wishes = {"valign": "top", "text_wrap": True, "font_size": 10, **properties}
        key = tuple(sorted(wishes.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(wishes)
        return self.formats[key]

    def fill(self, colour: str) -> Format:
        key = (("fill", colour),)
        if key not in self.formats:
            self.formats[key] = self.book.add_format({"bg_color": colour})
        return self.formats[key]

    def write_title(self, sheet: Worksheet, title: str) -> None:
        """The first line of every sheet."""
        look = self.style(bold=True, font_size=14, text_wrap=False, valign="vcenter")
        sheet.write_string(0, 0, neutral(title), look)
        sheet.set_row(0, TITLE)

    def banner(self, otherwise: str) -> tuple[str, Format]:
        """The second line of every sheet: that the data are invented, or else `otherwise`."""
        if self.survey.demonstration:
            loud = self.style(bold=True, font_color="#A50000", text_wrap=False)
            return self.t("workbook.demonstration"), loud
        return otherwise, self.style(font_color="#595959", text_wrap=False)

    def drop_down(self, choices: tuple[str, ...]) -> dict[str, object]:
        """A drop-down over a column of the hidden sheet, shared by all that offer the same."""
        if choices not in self.options:
            letter = get_column_letter(len(self.options) + 1)
            place = f"${letter}$1:${letter}${len(choices)}"
            self.options[choices] = f"={OPTIONS_SHEET}!{place}"
        return {"validate": "list", "source": self.options[choices]}

    def write_options(self) -> None:
        """The hidden sheet, once every drop-down is known."""
        sheet = self.book.add_worksheet(OPTIONS_SHEET)
        for column, choices in enumerate(self.options):
            for row, choice in enumerate(choices):
                sheet.write_string(row, column, choice)
        sheet.protect()
        sheet.very_hidden()

    def finish(self, sheet: Worksheet, *, landscape: bool) -> None:
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
