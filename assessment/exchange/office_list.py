"""Lists as an office keeps them, in Word and in Excel: title, who and when, a ruled table, and room
to sign.

One list to a page or a sheet, landscape, its header on every page. In Word the Chinese stands in
the faces official papers are set in (`w:eastAsia`); where a machine has none of them, it takes its
own.
"""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

import xlsxwriter
from docx import Document
from docx.document import Document as Doc
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from assessment.exchange import text_size
from assessment.kernel.spreadsheet_text import neutral

TITLE_FACE, HEAD_FACE, TEXT_FACE, LATIN = "方正小标宋简体", "黑体", "仿宋_GB2312", "Times New Roman"
PAGE = (Cm(29.7), Cm(21.0))
MARGIN = Cm(1.8)
WIDTH = 29.7 - 2 * 1.8
"""Of the table, in centimetres."""

CHARACTERS = 145
"""That fit on a line of a sheet that is printed to the width of the page."""

LINE = 16.0
"""Points of a row with one line."""

_NOT_IN_XML = re.compile("[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""All else belongs to somebody's name, whether or not this Python knows the character."""

OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(frozen=True, slots=True)
class Column:
    title: str
    width: float
    """Its share of the table, against the others'."""

    centred: bool = False


@dataclass(frozen=True, slots=True)
class OfficeList:
    """One list."""

    name: str
    """Of the sheet."""

    title: str
    left: str
    """Over the table: who made it."""

    right: str
    """Over the table: as of when."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    empty: str
    """What stands in the table where it has no row."""

    signatures: Sequence[str]
    """Under the table, each with room behind it."""

    notes: Sequence[str] = ()


def document(lists: Sequence[OfficeList]) -> bytes:
    """All the lists in one Word file."""
    doc = Document()
    doc.core_properties.title = lists[0].title
    doc.core_properties.author = ""
    doc.core_properties.comments = ""
    for place, each in enumerate(lists):
        section = doc.add_section(WD_SECTION.NEW_PAGE) if place else doc.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = PAGE
        section.left_margin = section.right_margin = MARGIN
        section.top_margin = section.bottom_margin = MARGIN
        _list(doc, each)
    _page_number(doc.sections[0].footer.paragraphs[0])
    target = io.BytesIO()
    doc.save(target)
    return target.getvalue()


def _list(doc: Doc, each: OfficeList) -> None:
    title = doc.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _write(title, each.title, TITLE_FACE, 20)
    _ends(doc, each.left, each.right)
    table = doc.add_table(rows=1, cols=len(each.columns))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    whole = sum(column.width for column in each.columns)
    widths = [Cm(WIDTH * column.width / whole) for column in each.columns]
    for cell, column in zip(table.rows[0].cells, each.columns, strict=True):
        _cell(cell, column.title, HEAD_FACE, centred=True)
        _shade(cell)
    _stay(table.rows[0], repeated=True)
    for row in each.rows:
        cells = table.add_row().cells
        for cell, column, text in zip(cells, each.columns, row, strict=True):
            _cell(cell, text, TEXT_FACE, centred=column.centred)
        _stay(table.rows[-1])
    if not each.rows:
        cells = table.add_row().cells
        _cell(cells[0].merge(cells[-1]), each.empty, TEXT_FACE, centred=True)
    for column, width in zip(table.columns, widths, strict=True):
        # Word reads the cells' own widths, others the grid's: this sets both.
        column.width = width
        for cell in column.cells:
            cell.width = width
    for note in each.notes:
        _write(_tight(doc.add_paragraph()), note, TEXT_FACE, 9)
    signed = doc.add_paragraph()
    signed.paragraph_format.space_before = Pt(14)
    signed.paragraph_format.keep_together = True
    for place in range(1, len(each.signatures)):
        signed.paragraph_format.tab_stops.add_tab_stop(Cm(WIDTH * place / len(each.signatures)))
    _write(signed, "\t".join(each.signatures), TEXT_FACE, 12)


def _ends(doc: Doc, left: str, right: str) -> None:
    """A line with something at either end."""
    line = _tight(doc.add_paragraph())
    line.paragraph_format.tab_stops.add_tab_stop(Cm(WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    _write(line, f"{left}\t{right}", TEXT_FACE, 12)


def _tight(paragraph: Paragraph) -> Paragraph:
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    return paragraph


def _cell(cell: _Cell, text: str, face: str, *, centred: bool) -> None:
    cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    paragraph = _tight(cell.paragraphs[0])
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.LEFT
    _write(paragraph, text, face, 10.5)


def _write(paragraph: Paragraph, text: str, face: str, size: float) -> Run:
    """Text in a face that holds for Chinese too: Word asks for that apart from the Latin one."""
    run = paragraph.add_run(_printable(text))
    run.font.name, run.font.size = LATIN, Pt(size)
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)
    return run


def _printable(text: str) -> str:
    """Without the signs no XML may hold.

    >>> _printable("a\\x00b\\tc\\ud800"), _printable("李\\U0003158e") == "李\\U0003158e"
    ('ab\\tc', True)
    """
    return _NOT_IN_XML.sub("", text)


def _shade(cell: _Cell) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", "E7E6E6")):
        shade.set(qn(f"w:{name}"), value)
    cell._element.get_or_add_tcPr().append(shade)


def _stay(row: _Row, *, repeated: bool = False) -> None:
    """A row is not torn at the foot of a page; the header stands on each."""
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if repeated:
        properties.append(OxmlElement("w:tblHeader"))


def _page_number(paragraph: Paragraph) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        run = _write(paragraph, "", TEXT_FACE, 10)
        if kind is None:
            part = OxmlElement("w:instrText")
            part.text = text
        else:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        run._element.append(part)


def workbook(lists: Sequence[OfficeList]) -> bytes:
    """All the lists in one Excel file, a sheet each."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, OPTIONS) as book:
        for each in lists:
            _sheet(book, each)
    return target.getvalue()


def _sheet(book: xlsxwriter.Workbook, each: OfficeList) -> None:
    sheet, last = book.add_worksheet(each.name), len(each.columns) - 1
    ruled = {"border": 1, "text_wrap": True, "valign": "vcenter", "font_size": 11}
    title = book.add_format({"bold": True, "font_size": 18, "align": "center", "valign": "vcenter"})
    head = book.add_format({**ruled, "bold": True, "align": "center", "bg_color": "#E7E6E6"})
    looks = {
        centred: book.add_format({**ruled, "align": "center" if centred else "left"})
        for centred in (True, False)
    }
    whole = sum(column.width for column in each.columns)
    widths = [CHARACTERS * column.width / whole for column in each.columns]
    sheet.merge_range(0, 0, 0, last, neutral(each.title), title)
    sheet.set_row(0, 34)
    to_the_right = book.add_format({"font_size": 12, "align": "right"})
    sheet.write_string(1, 0, neutral(each.left), book.add_format({"font_size": 12}))
    sheet.write_string(1, last, neutral(each.right), to_the_right)
    for place, (column, width) in enumerate(zip(each.columns, widths, strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(2, place, neutral(column.title), head)
    sheet.set_row(2, 36)
    row = 2
    for row, cells in enumerate(each.rows, start=3):
        for place, (column, text) in enumerate(zip(each.columns, cells, strict=True)):
            sheet.write_string(row, place, neutral(text), looks[column.centred])
        sheet.set_row(row, (text_size.height(zip(cells, widths, strict=True)) or LINE) + 6)
    if not each.rows:
        row = 3
        sheet.merge_range(row, 0, row, last, neutral(each.empty), looks[True])
    for note in each.notes:
        row += 1
        sheet.write_string(row, 0, neutral(note), book.add_format({"font_color": "#595959"}))
    sheet.set_row(row + 2, 26)
    signed = ("　" * 9).join(each.signatures)
    sheet.write_string(row + 2, 0, neutral(signed), book.add_format({"font_size": 12}))
    sheet.freeze_panes(3, 0)
    sheet.repeat_rows(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.set_footer("&C&P / &N")
