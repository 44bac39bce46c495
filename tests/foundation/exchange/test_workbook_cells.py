"""What a cell shows, hides or carries besides its value is told, and no number is guessed."""

import io
import re
from datetime import date

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Border, Font, Side
from openpyxl.workbook import Workbook
from PIL import Image

from assessment.exchange.survey_workbook import survey_workbook
from assessment.framework.values.field_values import as_number
from tests.foundation.exchange import filled
from tests.foundation.exchange.filled import ANSWERS, EXPECTED, FILE, ORG, VEN, edited, framework

Told = list[tuple[str, str | None]]


def problems(data: bytes) -> Told:
    return [(problem.code, problem.place.cell) for problem in filled.problems(data)]


def notes(data: bytes) -> Told:
    read = survey_workbook.read(data, FILE, framework(), EXPECTED)
    return [(note.code, note.place.cell) for note in read.notes]


def values(data: bytes) -> dict[str, float | None]:
    read = survey_workbook.read(data, FILE, framework(), EXPECTED)
    return {code: answer.value for code, answer in read.answers.items()}


def with_format(sheet: str, cell: str, value: object, number_format: str) -> bytes:
    def change(book: Workbook) -> None:
        book[sheet][cell] = value
        book[sheet][cell].number_format = number_format

    return edited(change)


def with_font(sheet: str, cell: str, value: object, font: Font | None = None) -> bytes:
    def change(book: Workbook) -> None:
        book[sheet][cell] = value
        if font:
            book[sheet][cell].font = font

    return edited(change)


def in_part(pattern: str, written: str, data: bytes | None = None) -> bytes:
    """The workbook with a cell's XML written by hand, in whichever sheet has it."""
    parts = filled.parts(data or edited(lambda book: None))
    hits = 0
    for name, content in parts.items():
        if name.startswith("xl/worksheets/sheet"):
            text, count = re.subn(pattern, written, content.decode(), count=1)
            if count and not hits:
                parts[name], hits = text.encode(), count
    assert hits == 1
    return filled.zipped(parts)


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "number_format", "code"),
    [
        (ORG, "D5", 1, "0%", "cell.percent_format"),
        (VEN, "D5", 0.965, "0.0%", "cell.percent_format"),
        (VEN, "D5", 10227000, '0!.0,"万"', "cell.scaled_format"),
        (VEN, "D5", 1234567, "#,##0,", "cell.scaled_format"),
        (ORG, "D7", 1, "0%", "cell.percent_format"),
        (ORG, "D4", 9000, ";;;", "cell.hidden_format"),
    ],
)
def test_a_number_that_is_shown_as_another_is_refused(
    sheet: str, cell: str, value: object, number_format: str, code: str
) -> None:
    assert problems(with_format(sheet, cell, value, number_format)) == [(code, cell)]


@pytest.mark.parametrize("sign", ["superscript", "subscript"])
def test_a_raised_footnote_is_no_digit(sign: str) -> None:
    raised = TextBlock(InlineFont(vertAlign=sign), "2")
    data = with_font(ORG, "D4", CellRichText("9000", raised))
    assert problems(data) == [("workbook.raised", "D4")]
    assert problems(with_font(ORG, "D4", "2", Font(vertAlign=sign))) == [("workbook.raised", "D4")]


def test_a_footnote_in_a_cell_s_own_text_is_no_digit() -> None:
    inline = (
        r'<c r="D4"\1 t="inlineStr"><is><r><t>9000</t></r><r><rPr>'
        r'<vertAlign val="superscript"/></rPr><t>2</t></r></is></c>'
    )
    data = in_part(r'<c r="D4"([^>]*?)(?: t="n")?><v>9000</v></c>', inline)
    assert problems(data) == [("workbook.raised", "D4")]


def test_a_number_struck_through_is_refused() -> None:
    struck = CellRichText(TextBlock(InlineFont(strike=True), "8"), "9000")
    assert problems(with_font(ORG, "D4", struck)) == [("workbook.struck", "D4")]
    assert problems(with_font(ORG, "D4", 9000, Font(strike=True))) == [("workbook.struck", "D4")]


def test_a_remark_may_be_raised_and_struck() -> None:
    struck = CellRichText("新增", TextBlock(InlineFont(strike=True, vertAlign="superscript"), "1"))
    data = with_font(ORG, "I4", struck)
    assert survey_workbook.read(data, FILE, framework(), EXPECTED).answers["members_n"].note == (
        "新增1"
    )


def test_a_formula_is_read_by_its_result_and_told() -> None:
    data = in_part(r'(<c r="D4"[^>]*>)<v>9000</v></c>', r"\1<f>SUM(D5:D6)*2</f><v>34</v></c>")
    assert values(data)["members_n"] == 34
    assert notes(data) == [("workbook.calculated", "D4")]


def test_a_formula_whose_result_is_no_text_is_an_empty_cell() -> None:
    data = in_part(
        r'<c r="D4"([^>]*?)(?: t="n")?><v>9000</v></c>',
        r'<c r="D4"\1 t="str"><f>IF(D5="","","")</f><v></v></c>',
    )
    assert values(data)["members_n"] is None


def test_a_formula_without_a_result_is_refused() -> None:
    assert problems(with_font(ORG, "D4", "=SUM(D5:D6)")) == [("workbook.formula", "D4")]


def test_a_picture_in_a_cell_is_called_one() -> None:
    formula = '=_xlfn.DISPIMG("ID_1",1)'
    assert problems(with_font(ORG, "H4", formula)) == [("workbook.picture_in_cell", "H4")]
    with_result = in_part(
        r'(<c r="D4"[^>]*?)(?: t="n")?><v>9000</v></c>',
        r'\1 t="str"><f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v></c>',
    )
    assert problems(with_result) == [("workbook.picture_in_cell", "D4")]
    of_excel = in_part(
        r'(<c r="D4"[^>]*?)(?: t="n")?><v>9000</v></c>', r'\1 t="e" vm="1"><v>#VALUE!</v></c>'
    )
    assert problems(of_excel) == [("workbook.picture_in_cell", "D4")]


def test_notes_and_pictures_over_cells_are_told() -> None:
    def change(book: Workbook) -> None:
        book[ORG]["D4"].comment = Comment("含快递", "李")
        picture = io.BytesIO()
        Image.new("RGB", (4, 4)).save(picture, "PNG")
        book[VEN].add_image(openpyxl.drawing.image.Image(picture), "H5")

    data = edited(change)
    assert notes(data) == [("workbook.note_dropped", "D4"), ("workbook.picture_dropped", "H5")]
    assert values(data) == {code: answer.value for code, answer in ANSWERS.items()}


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_that_is_not_ours_is_passed_over_and_told(state: str) -> None:
    def change(book: Workbook) -> None:
        book.create_sheet("Macro1")["A1"] = "x"
        book["Macro1"].sheet_state = state

    assert notes(edited(change)) == [("workbook.hidden_sheet", None)]


def test_hidden_sheets_and_rows_of_ours_are_read_and_told() -> None:
    def change(book: Workbook) -> None:
        book[VEN].sheet_state = "hidden"
        book[ORG].row_dimensions[5].hidden = True

    assert sorted(notes(edited(change))) == [
        ("workbook.hidden_read", None),
        ("workbook.hidden_row", "D5"),
    ]


def test_borders_drawn_to_the_bottom_are_no_content() -> None:
    def change(book: Workbook) -> None:
        line = Border(left=Side("thin"), right=Side("thin"), bottom=Side("thin"))
        for row in range(9, 20_025):
            for column in range(1, 10):
                book[ORG].cell(row, column).border = line

    assert values(edited(change)) == {code: answer.value for code, answer in ANSWERS.items()}


def test_a_strict_workbook_is_read() -> None:
    strict = {
        name: content.replace(
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        ).replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
        for name, content in filled.parts().items()
    }
    assert values(filled.zipped(strict)) == {code: a.value for code, a in ANSWERS.items()}


@pytest.mark.parametrize("number_format", ["General", "yyyy-mm-dd", "@"])
def test_eight_digits_are_a_day_however_the_cell_is_formatted(number_format: str) -> None:
    data = with_format(ORG, "D8", 20240301, number_format)
    assert values(data)["congress_due_date"] == as_number(date(2024, 3, 1))
    assert ("cell.read_as", "D8") in notes(data)


def test_days_as_excel_counts_them_are_read_only_where_the_cell_is_a_day() -> None:
    assert values(with_format(ORG, "D8", 45352, "yyyy/m/d"))["congress_due_date"] == as_number(
        date(2024, 3, 1)
    )
    assert problems(with_format(ORG, "D8", 45352, "General")) == [("cell.bare_serial", "D8")]
