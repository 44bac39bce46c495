"""The cover of a survey workbook as it goes out: whose it is, and how to fill it in."""

from xlsxwriter.worksheet import Worksheet

from assessment.exchange.survey_workbook import survey_layout
from assessment.exchange.survey_workbook.survey_book import PALE, RULE, SurveyBook
from assessment.kernel.spreadsheet_text import neutral

PARAGRAPH = 20
"""Height of a line of instructions, in points."""


def write(book: SurveyBook) -> None:
    t, survey = book.t, book.survey
    sheet: Worksheet = book.book.add_worksheet(t("workbook.cover.sheet"))
    book.write_title(sheet, t("workbook.cover.title", title=book.framework.title))
    sheet.write_string(1, 0, *book.banner(""))
    content = {
        "unit": survey.unit,
        "unit_name": survey.unit_name,
        "period": survey.period,
        "framework": t.of(book.framework.title),
        "edition": survey_layout.edition(book.questions),
    }
    named = book.style(bold=True, bg_color=PALE, border=1, border_color=RULE, valign="vcenter")
    filled = book.style(border=1, border_color=RULE, num_format="@", valign="vcenter")
    row = 3
    for label in survey_layout.labels(t):
        sheet.write_string(row, 0, label.words, named)
        sheet.write_string(row, 1, neutral(content[label.name]), filled)
        row += 1
    row += 1
    for paragraph in _instructions(book):
        sheet.write_string(row, 0, paragraph, book.style(text_wrap=False, valign="vcenter"))
        sheet.set_row(row, PARAGRAPH)
        row += 1
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 60)
    book.finish(sheet, landscape=False)


def _instructions(book: SurveyBook) -> tuple[str, ...]:
    t = book.t
    deadline = book.survey.deadline
    return (
        t("workbook.how.cells"),
        t("workbook.how.value"),
        t("workbook.how.not_applicable"),
        t("workbook.how.unavailable"),
        t("workbook.how.missing"),
        t("workbook.how.evidence"),
        t("workbook.how.change"),
        t("workbook.how.structure"),
        t("workbook.how.whole"),
        *([t("workbook.how.deadline", deadline=deadline)] if deadline else []),
    )
