"""The cover of a survey workbook as it goes out: whose it is, and how to fill it in."""

from xlsxwriter.worksheet import Worksheet

from assessment.exchange import survey_layout
from assessment.exchange.survey_book import PALE, SurveyBook


def write(book: SurveyBook) -> None:
    t, survey = book.t, book.survey
    sheet: Worksheet = book.book.add_worksheet(t("workbook.cover.sheet"))
    title = book.style(bold=True, font_size=16, text_wrap=False)
    sheet.write_string(0, 0, t("workbook.cover.title", title=book.framework.title), title)
    sheet.write_string(1, 0, *book.banner(""))
    content = {
        "unit": survey.unit,
        "unit_name": survey.unit_name,
        "period": survey.period,
        "framework": t.of(book.framework.title),
        "edition": survey_layout.edition(book.framework),
    }
    row = 3
    for label in survey_layout.labels(t):
        sheet.write_string(row, 0, label.words, book.style(bold=True, bg_color=PALE, border=1))
        sheet.write_string(row, 1, content[label.name], book.style(border=1, num_format="@"))
        row += 1
    row += 1
    for paragraph in _instructions(book):
        sheet.write_string(row, 0, paragraph, book.style(text_wrap=False))
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
        t("workbook.how.missing"),
        t("workbook.how.evidence"),
        t("workbook.how.change"),
        t("workbook.how.structure"),
        t("workbook.how.whole"),
        *([t("workbook.how.deadline", deadline=deadline)] if deadline else []),
    )
