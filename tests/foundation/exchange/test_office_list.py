"""Lists as an office keeps them: the same rows in Word and in Excel, and nothing lost."""

import io

import openpyxl
import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from assessment.exchange import office_list
from assessment.exchange.office_list import Column, OfficeList

ROWS = [["1", "平江县", "=HYPERLINK(1)"], ["2", "汨罗市", "驿站\x00关门\n未上图"]]


def a_list(rows: list[list[str]], name: str = "问题清单") -> OfficeList:
    return OfficeList(
        name=name,
        title=f"怀化市{name}",
        left="填报单位：",
        right="2025 年 3 月 1 日",
        columns=[Column("序号", 1, centred=True), Column("县", 2), Column("问题", 6)],
        rows=rows,
        empty="没有",
        signatures=["分管领导：", "审核人：", "填表人："],
        notes=["演示数据"],
    )


def test_word_and_excel_hold_the_same_rows() -> None:
    lists = [a_list(ROWS), a_list(ROWS[:1], "任务清单")]
    word = Document(io.BytesIO(office_list.document(lists)))
    excel = openpyxl.load_workbook(io.BytesIO(office_list.workbook(lists)))
    assert [len(table.rows) for table in word.tables] == [3, 2]
    assert excel.sheetnames == ["问题清单", "任务清单"]
    assert [cell.text for cell in word.tables[0].rows[1].cells] == ROWS[0]
    assert [cell.value for cell in excel["问题清单"][4]] == ["1", "平江县", "'=HYPERLINK(1)"]


def test_what_no_xml_may_hold_is_left_out_and_the_rest_stays() -> None:
    word = Document(io.BytesIO(office_list.document([a_list(ROWS)])))
    assert word.tables[0].rows[2].cells[2].text == "驿站关门\n未上图"


def test_rare_han_characters_stay_in_word() -> None:
    """Of every extension plane, and of the private ones that office fonts use."""
    names = [
        "李\U0003158e",
        "\U00020bb7",
        "\U00031350",
        "\U0002ebf0",
        "\U000323af",
        "王\ue863",
        "㙍䶮",
    ]
    word = Document(io.BytesIO(office_list.document([a_list([["1", "县", " ".join(names)]])])))
    assert word.tables[0].rows[1].cells[2].text == " ".join(names)


def test_every_chinese_run_says_its_face() -> None:
    """`w:ascii` alone leaves the Chinese to whatever the reader's Word prefers."""
    word = Document(io.BytesIO(office_list.document([a_list(ROWS)])))
    fonts = [run._element.rPr.rFonts for p in word.paragraphs for run in p.runs]
    assert fonts
    assert all(font.get(qn("w:eastAsia")) for font in fonts)


def test_pages_lie_on_their_side_and_the_header_stands_on_each() -> None:
    word = Document(io.BytesIO(office_list.document([a_list(ROWS), a_list(ROWS)])))
    assert {section.orientation for section in word.sections} == {WD_ORIENT.LANDSCAPE}
    assert len(word.sections) == 2
    for table in word.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_the_widths_fill_the_page_in_the_shares_asked_for() -> None:
    word = Document(io.BytesIO(office_list.document([a_list(ROWS)])))
    widths = [column.width.cm for column in word.tables[0].columns]
    assert sum(widths) == pytest.approx(office_list.WIDTH, abs=0.1)
    assert widths[2] == pytest.approx(3 * widths[1], rel=0.01)


def test_title_day_and_signatures_are_there() -> None:
    word = Document(io.BytesIO(office_list.document([a_list(ROWS)])))
    told = "\n".join(paragraph.text for paragraph in word.paragraphs)
    for words in ("怀化市问题清单", "2025 年 3 月 1 日", "分管领导：", "填表人：", "演示数据"):
        assert words in told
    excel = openpyxl.load_workbook(io.BytesIO(office_list.workbook([a_list(ROWS)])))
    cells = [str(cell.value) for row in excel["问题清单"] for cell in row if cell.value]
    assert any("分管领导：" in cell for cell in cells)


def test_an_empty_list_says_so() -> None:
    word = Document(io.BytesIO(office_list.document([a_list([])])))
    assert word.tables[0].rows[1].cells[0].text == "没有"
    excel = openpyxl.load_workbook(io.BytesIO(office_list.workbook([a_list([])])))
    assert excel["问题清单"]["A4"].value == "没有"
