"""The survey workbook a unit fills in: one sheet a strength, behind a cover.

Built in memory, nothing on disk. `survey_layout` says what stands where.
"""

import io

import xlsxwriter

from assessment.exchange.survey_workbook import survey_cover_sheet, survey_layout
from assessment.exchange.survey_workbook.survey_book import Survey, SurveyBook
from assessment.exchange.survey_workbook.survey_question_sheet import QuestionSheet
from assessment.exchange.table_workbook import OPTIONS
from assessment.framework.model import Framework

__all__ = ["Survey", "build"]


def build(framework: Framework, survey: Survey) -> bytes:
    """The workbook's bytes."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, OPTIONS) as book:
        form = SurveyBook(book, framework, survey)
        survey_cover_sheet.write(form)
        for strength, questions in survey_layout.sheets(framework, form.questions):
            QuestionSheet(form, strength, questions).write()
        form.write_options()
    return written.getvalue()
