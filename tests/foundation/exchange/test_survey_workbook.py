"""One good workbook, and everything people do to it."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, time

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from assessment.exchange.survey_workbook import survey_template, survey_workbook
from assessment.exchange.survey_workbook.survey_template import Survey
from assessment.framework import loader
from assessment.framework.questions import asked_in
from assessment.framework.values.field_values import EPOCH
from assessment.i18n import LANGUAGES, Messages
from assessment.kernel.answers import NO_ANSWER, Answer
from tests.foundation.exchange import filled
from tests.foundation.exchange.filled import (
    ANSWERS,
    COVER,
    EXPECTED,
    FILE,
    ORG,
    VEN,
    edited,
    framework,
)

Change = Callable[[Workbook], object]


def test_what_was_filled_in_is_what_is_read() -> None:
    for lang in LANGUAGES:
        read = survey_workbook.read(filled.good(lang), FILE, framework(), EXPECTED)
        assert (read.unit, read.period) == (filled.UNIT, filled.PERIOD)
        assert read.answers == ANSWERS


def test_a_spreadsheet_program_may_save_it_again() -> None:
    read = survey_workbook.read(edited(lambda book: None), FILE, framework(), EXPECTED)
    assert read.answers == ANSWERS


def test_an_empty_template_answers_nothing_and_zero_is_an_answer() -> None:
    empty = survey_template.build(framework(), Survey(filled.UNIT, "平江县总工会", "2024"))
    read = survey_workbook.read(empty, FILE, framework(), EXPECTED)
    assert set(read.answers.values()) == {NO_ANSWER}
    none = edited(put(ORG, "D5", 0), empty)
    read = survey_workbook.read(none, FILE, framework(), EXPECTED)
    assert read.answers["ent25_total_n"] == Answer("value", 0.0)


def test_the_shipped_framework_comes_back_whole() -> None:
    shipped = loader.load(loader.DEFAULT)
    some = {"integer": 4.0, "decimal": 1.5, "money": 7.25, "yes_no": 0.0, "level": 1.0}
    answers = {
        question.code: Answer("value", some.get(question.type, filled.DUE))
        for question in asked_in(shipped, "2024")
    }
    for lang in LANGUAGES:
        survey = Survey(filled.UNIT, "平江县总工会", "2024", lang, answers=answers)
        data = survey_template.build(shipped, survey)
        assert survey_workbook.read(data, FILE, shipped, EXPECTED).answers == answers


def put(sheet: str, cell: str, value: object) -> Change:
    def change(book: Workbook) -> None:
        book[sheet][cell] = value

    return change


def several(*changes: Change) -> Change:
    def change(book: Workbook) -> None:
        for each in changes:
            each(book)

    return change


def on(sheet: str, do: Callable[..., object], *given: object) -> Change:
    return lambda book: do(book[sheet], *given)


def renamed(sheet: str, name: str) -> Change:
    def change(book: Workbook) -> None:
        book[sheet].title = name

    return change


def copied(sheet: str, name: str) -> Change:
    def change(book: Workbook) -> None:
        book.copy_worksheet(book[sheet]).title = name

    return change


def swapped(sheet: str, one: str, other: str) -> Change:
    def change(book: Workbook) -> None:
        a, b = book[sheet][one], book[sheet][other]
        a.value, b.value = b.value, a.value

    return change


Case = tuple[Change, list[tuple[str, str | None, str | None]]]


def case(change: Change, code: str, sheet: str | None, cell: str | None = None) -> Case:
    return change, [(code, sheet, cell)]


MUTATIONS: dict[str, Case] = {
    # Whose it is
    "no cover": case(lambda book: book.remove(book[COVER]), "workbook.no_cover", None),
    "cover renamed": case(renamed(COVER, "封面"), "workbook.no_cover", None),
    "unit unknown": case(put(COVER, "B4", "999999"), "filing.unknown_unit", COVER, "B4"),
    "unit of another": case(put(COVER, "B4", "430681"), "filing.unit_not_yours", COVER, "B4"),
    "unit empty": case(put(COVER, "B4", None), "workbook.cover_value_missing", COVER, "B4"),
    "unit a formula": case(put(COVER, "B4", '="430"&"626"'), "workbook.formula", COVER, "B4"),
    "label cleared": case(put(COVER, "A6", None), "workbook.cover_label_missing", COVER),
    "period not one": case(put(COVER, "B6", "2024年"), "filing.bad_period", COVER, "B6"),
    "period locked": case(put(COVER, "B6", "2023"), "filing.period_closed", COVER, "B6"),
    "period unknown": case(put(COVER, "B6", "2031"), "filing.unknown_period", COVER, "B6"),
    "other edition": case(put(COVER, "B8", "abc"), "workbook.other_edition", COVER, "B8"),
    # Sheets
    "sheet missing": case(lambda book: book.remove(book[VEN]), "workbook.sheet_missing", None),
    "sheet renamed": case(renamed(VEN, "阵地"), "workbook.sheet_renamed", "阵地"),
    "sheet copied": case(copied(VEN, "阵地 (2)"), "workbook.sheet_duplicate", "阵地 (2)"),
    "sheet added": case(
        lambda book: book.create_sheet("我的计算"), "workbook.sheet_unknown", "我的计算"
    ),
    # Columns
    "column deleted": case(
        on(ORG, lambda s: s.delete_cols(7)), "workbook.column_missing", ORG, "G3"
    ),
    "column renamed": case(put(ORG, "D3", "数值"), "workbook.column_renamed", ORG, "D3"),
    "column added": case(put(ORG, "K3", "我的备注"), "workbook.column_unknown", ORG, "K3"),
    "column twice": case(put(ORG, "K3", "备注"), "workbook.column_duplicate", ORG, "K3"),
    "column inserted": case(
        on(ORG, lambda s: s.insert_cols(4)), "workbook.column_inserted", ORG, "D3"
    ),
    "columns swapped": (
        swapped(ORG, "D3", "G3"),
        [("workbook.column_moved", ORG, "D3"), ("workbook.column_moved", ORG, "G3")],
    ),
    "headers pushed down": case(
        on(ORG, lambda s: s.insert_rows(1)), "workbook.headers_moved", ORG, "A3"
    ),
    "headers gone": case(
        on(ORG, lambda s: s.delete_rows(3)), "workbook.headers_missing", ORG, "A3"
    ),
    # Questions
    "row deleted": case(on(ORG, lambda s: s.delete_rows(7)), "workbook.question_missing", ORG),
    "row twice": case(
        several(put(ORG, "A9", "members_n"), put(ORG, "D9", 3)),
        "workbook.question_duplicate",
        ORG,
        "A9",
    ),
    "code garbled": case(put(ORG, "A4", "member_n"), "workbook.question_unknown", ORG, "A4"),
    "code cleared": case(put(ORG, "A4", None), "workbook.code_missing", ORG, "A4"),
    "code invented": case(put(ORG, "A9", "beer_n"), "workbook.question_unknown", ORG, "A9"),
    "code of another sheet": case(
        put(ORG, "A9", "growth"), "workbook.question_elsewhere", ORG, "A9"
    ),
    "typed below the table": case(put(ORG, "D12", 5), "workbook.code_missing", ORG, "A12"),
    "typed beside the table": case(put(ORG, "L5", "见附件"), "workbook.stray_cell", ORG, "L5"),
    # What the values do not show
    "formula": case(put(ORG, "D5", "=5+5"), "workbook.formula", ORG, "D5"),
    "formula in the evidence": case(put(ORG, "H5", '="a"'), "workbook.formula", ORG, "H5"),
    "formula for a code": case(put(ORG, "A5", '="x"'), "workbook.formula", ORG, "A5"),
    "merged": case(
        on(VEN, lambda s: s.merge_cells("D5:E5")), "workbook.merged_cells", VEN, "D5:E5"
    ),
    # Numbers
    "text": case(put(ORG, "D4", "不详"), "cell.not_a_number", ORG, "D4"),
    "dash": case(put(ORG, "D4", "—"), "cell.not_a_number", ORG, "D4"),
    "chinese numeral": case(put(ORG, "D4", "十二"), "cell.not_a_number", ORG, "D4"),
    "with its unit": case(put(ORG, "D5", "12家"), "cell.unit_in_number", ORG, "D5"),
    "ten thousands": case(put(VEN, "D5", "12.5 万元"), "cell.unit_in_number", VEN, "D5"),
    "percent": case(put(VEN, "D6", "97.5%"), "cell.percent", VEN, "D6"),
    "scientific": case(put(VEN, "D5", "1.2E+05"), "cell.scientific", VEN, "D5"),
    "commas astray": case(put(ORG, "D4", "12,34"), "cell.not_a_number", ORG, "D4"),
    "not a number": case(put(VEN, "D6", "NaN"), "cell.not_a_number", VEN, "D6"),
    "infinite": case(put(VEN, "D6", "inf"), "cell.not_a_number", VEN, "D6"),
    "true": case(put(ORG, "D4", True), "cell.not_a_number", ORG, "D4"),
    "fraction": case(put(ORG, "D4", 8999.5), "cell.not_whole", ORG, "D4"),
    "negative": case(put(ORG, "D4", -1), "cell.below_minimum", ORG, "D4"),
    "above the maximum": case(put(VEN, "D6", 101), "cell.above_maximum", VEN, "D6"),
    "beyond counting": case(put(VEN, "D5", 1e15), "cell.too_large", VEN, "D5"),
    "a day for a number": case(put(ORG, "D4", date(2024, 3, 1)), "cell.date_in_number", ORG, "D4"),
    "a time for a number": case(put(ORG, "D4", time(9, 30)), "cell.date_in_number", ORG, "D4"),
    # Choices and dates
    "neither yes nor no": case(put(ORG, "D7", "部分"), "cell.not_yes_or_no", ORG, "D7"),
    "two": case(put(ORG, "D7", 2), "cell.not_yes_or_no", ORG, "D7"),
    "no such level": case(put(VEN, "D4", 3), "cell.not_a_level", VEN, "D4"),
    "level and title disagree": case(put(VEN, "D4", "1 建成开放"), "cell.not_a_level", VEN, "D4"),
    "half a level": case(put(VEN, "D4", 1.5), "cell.not_a_level", VEN, "D4"),
    "impossible day": case(put(ORG, "D8", "2026年2月30日"), "cell.impossible_date", ORG, "D8"),
    "a month only": case(put(ORG, "D8", "2026年3月"), "cell.not_a_date", ORG, "D8"),
    "a year for a date": case(put(ORG, "D8", 2026), "cell.date_implausible", ORG, "D8"),
    "a serial beyond all days": case(put(ORG, "D8", 9e9), "cell.not_a_date", ORG, "D8"),
    # Three states
    "value and not applicable": case(
        several(put(ORG, "E4", "不适用"), put(ORG, "F4", "无")),
        "workbook.value_and_not_applicable",
        ORG,
        "D4",
    ),
    "no reason": case(put(VEN, "F8", None), "workbook.reason_missing", VEN, "F8"),
    "a reason for nothing": case(put(VEN, "F5", "无"), "workbook.reason_without_mark", VEN, "F5"),
    "a mark of one's own": case(put(ORG, "E5", "√"), "cell.mark_unknown", ORG, "E5"),
    "not applicable as the answer": case(
        put(ORG, "D4", "不适用"), "cell.not_applicable_as_answer", ORG, "D4"
    ),
    "unavailable as the answer": case(
        put(ORG, "D4", "无法提供"), "cell.unavailable_as_answer", ORG, "D4"
    ),
    "unavailable for no reason": case(
        several(put(ORG, "D5", None), put(ORG, "E5", "无法提供")),
        "workbook.reason_missing",
        ORG,
        "F5",
    ),
    "evidence too long": case(put(ORG, "H4", "长" * 1001), "cell.too_long", ORG, "H4"),
    # Between answers
    "part over whole": case(put(ORG, "D6", 11), "workbook.part_over_whole", ORG, "D6"),
    "part over whole of another sheet": case(
        several(put(VEN, "D8", 9001), put(VEN, "E8", None), put(VEN, "F8", None)),
        "workbook.part_over_whole",
        VEN,
        "D8",
    ),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_one_mistake_is_told_once_and_in_its_place(name: str) -> None:
    change, expected = MUTATIONS[name]
    found = filled.problems(edited(change))
    assert [(p.code, p.place.sheet, p.place.cell) for p in found] == expected
    for problem in found:
        assert problem.place.file == FILE
        for lang in LANGUAGES:
            assert len(Messages(lang)(problem.key, **problem.facts)) > 10


def test_every_mistake_is_told_at_once() -> None:
    change = several(
        put(COVER, "B6", "2023"),
        put(ORG, "D4", "12家"),
        put(ORG, "D6", 11),
        put(ORG, "D7", "部分"),
        put(VEN, "D5", "=1+1"),
        put(VEN, "D6", -1),
        on(VEN, lambda sheet: sheet.merge_cells("H7:I7")),
        lambda book: book.create_sheet("草稿"),
    )
    assert [problem.code for problem in filled.problems(edited(change))] == [
        "filing.period_closed",
        "cell.unit_in_number",
        "cell.not_yes_or_no",
        "workbook.formula",
        "workbook.merged_cells",
        "cell.below_minimum",
        "workbook.sheet_unknown",
        "workbook.part_over_whole",
    ]


def test_an_error_in_a_cell_is_not_taken_for_silence() -> None:
    def broken(book: Workbook) -> None:
        book[ORG]["D4"] = "#REF!"
        book[ORG]["D4"].data_type = "e"

    (problem,) = filled.problems(edited(broken))
    assert (problem.code, problem.place.cell) == ("workbook.error_value", "D4")
    assert problem.facts["found"] == "#REF!"


@pytest.mark.parametrize(
    ("sheet", "cell", "written", "field", "value"),
    [
        (ORG, "D4", "１２３", "members_n", 123),
        (ORG, "D4", " 12,345 ", "members_n", 12345),
        (ORG, "D4", "１２，３４５", "members_n", 12345),
        (ORG, "D4", "12\u200b", "members_n", 12),
        (ORG, "D4", "12.0", "members_n", 12),
        (VEN, "D7", "－3", "growth", -3),
        (VEN, "D5", "1,234.50", "funds_yuan", 1234.5),
        (ORG, "D7", "否", "fed_truck_yn", 0),
        (ORG, "D7", "YES", "fed_truck_yn", 1),
        (ORG, "D7", False, "fed_truck_yn", 0),
        (ORG, "D7", 1, "fed_truck_yn", 1),
        (VEN, "D4", 2, "palace_level", 2),
        (VEN, "D4", "建成开放", "palace_level", 2),
        (VEN, "D4", "2 Open", "palace_level", 2),
        (ORG, "D8", 45352, "congress_due_date", (date(2024, 3, 1) - EPOCH).days),
        (ORG, "D8", "2024年3月1日", "congress_due_date", (date(2024, 3, 1) - EPOCH).days),
        (ORG, "D8", "２０２４－０３－０１", "congress_due_date", (date(2024, 3, 1) - EPOCH).days),
        (ORG, "D8", "2024/3/1", "congress_due_date", (date(2024, 3, 1) - EPOCH).days),
        (ORG, "D8", "2024.3.1", "congress_due_date", (date(2024, 3, 1) - EPOCH).days),
    ],
)
def test_what_is_meant_is_read_however_it_is_written(
    sheet: str, cell: str, written: object, field: str, value: float
) -> None:
    changes = several(put(ORG, "D6", None), put(sheet, cell, written))
    read = survey_workbook.read(edited(changes), FILE, framework(), EXPECTED)
    assert read.answers[field].value == value


def test_a_unit_code_may_arrive_as_a_number() -> None:
    data = edited(several(put(COVER, "B4", 430626.0), put(COVER, "B6", 2024)))
    read = survey_workbook.read(data, FILE, framework(), EXPECTED)
    assert (read.unit, read.period) == ("430626", "2024")


def test_nothing_written_beside_a_missing_answer_is_lost() -> None:
    data = edited(several(put(ORG, "D4", None), put(ORG, "I4", "三月统计")))
    read = survey_workbook.read(data, FILE, framework(), EXPECTED)
    assert read.answers["members_n"] == Answer("missing", None, "实名制台账", "三月统计")


def test_text_that_looks_like_a_formula_stays_text_both_ways() -> None:
    odd = {"members_n": Answer("value", 1.0, "=HYPERLINK(1)", "@我")}
    data = survey_template.build(framework(), Survey(filled.UNIT, "平江县", "2024", answers=odd))
    assert openpyxl.load_workbook(io.BytesIO(data))[ORG]["H4"].value == "'=HYPERLINK(1)"
    read = survey_workbook.read(data, FILE, framework(), EXPECTED)
    assert read.answers["members_n"] == odd["members_n"]


def _renamed_to_xlsx() -> bytes:
    return b"unit,period,field,value\n"


def _word() -> bytes:
    return filled.zipped({"word/document.xml": b"<w/>", "[Content_Types].xml": b"<Types/>"})


def _bomb() -> bytes:
    content = filled.parts()
    content["xl/media/picture.bin"] = bytes(20 * 2**20)
    return filled.zipped(content)


def _patient_bomb() -> bytes:
    """Each part is modest; together they are too much."""
    block = bytes(range(256)) * 4 * 1024
    content = filled.parts()
    content |= {f"xl/media/{n}.bin": block for n in range(70)}
    return filled.zipped(content)


def _lying_bomb() -> bytes:
    """The directory says ten bytes; the stream holds twenty megabytes."""
    data = bytearray(_bomb())
    size = (20 * 2**20).to_bytes(4, "little")
    while (at := data.find(size)) >= 0:
        data[at : at + 4] = (10).to_bytes(4, "little")
    return bytes(data)


def _with(name: str, content: bytes) -> bytes:
    return filled.zipped({**filled.parts(), name: content})


def _sheet_with(find: bytes, put_in: bytes, part: str = "xl/worksheets/sheet2.xml") -> bytes:
    content = filled.parts()
    assert find in content[part]
    content[part] = content[part].replace(find, put_in, 1)
    return filled.zipped(content)


def _far_corner(reference: bytes, row: bytes = b"9") -> bytes:
    far = b'<row r="%s"><c r="%s"><v>1</v></c></row></sheetData>' % (row, reference)
    return _sheet_with(b"</sheetData>", far)


def _endless_text() -> bytes:
    text = b'<c r="L8" t="inlineStr"><is><t>' + b"x" * 40_000 + b"</t></is></c>"
    return _sheet_with(b"</row></sheetData>", text + b"</row></sheetData>")


def _many_cells() -> bytes:
    rows = (b"<row>" + b"<c><v>1</v></c>" * 30 + b"</row>" for _ in range(1900))
    return _sheet_with(b"</sheetData>", b"".join(rows) + b"</sheetData>")


def _twice_the_same_part() -> bytes:
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w") as archive:
        for name, data in filled.parts().items():
            archive.writestr(name, data)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("xl/workbook.xml", filled.parts()["xl/workbook.xml"])
    return saved.getvalue()


def _encrypted_entry() -> bytes:
    data = bytearray(filled.good())
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


def _doctype() -> bytes:
    evil = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    return _sheet_with(b"<worksheet", evil + b"<worksheet")


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "workbook.empty_file"),
    "csv": (_renamed_to_xlsx, "workbook.not_a_workbook"),
    "word": (_word, "workbook.not_a_workbook"),
    "old excel": (lambda: OLE + bytes(600), "workbook.legacy_xls"),
    "password": (
        lambda: OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
        "workbook.password",
    ),
    "password on the archive": (_encrypted_entry, "workbook.password"),
    "cut short": (lambda: filled.good()[: len(filled.good()) // 2], "workbook.damaged"),
    "too large": (lambda: b"PK" + bytes(11 * 2**20), "workbook.file_too_large"),
    "bomb": (_bomb, "workbook.bomb"),
    "patient bomb": (_patient_bomb, "workbook.bomb"),
    "lying bomb": (_lying_bomb, "workbook.damaged"),
    "bzip2": (
        lambda: filled.zipped(filled.parts(), zipfile.ZIP_BZIP2),
        "workbook.strange_archive",
    ),
    "a part twice": (_twice_the_same_part, "workbook.strange_archive"),
    "many parts": (
        lambda: filled.zipped(filled.parts() | {f"x/{n}": b"" for n in range(600)}),
        "workbook.too_many_parts",
    ),
    "macros": (lambda: _with("xl/vbaProject.bin", b"x"), "workbook.macros"),
    "links": (
        lambda: _with("xl/externalLinks/externalLink1.xml", b"<a/>"),
        "workbook.external_link",
    ),
    "embedded": (lambda: _with("xl/embeddings/o.bin", b"x"), "workbook.embedded_object"),
    "binary": (lambda: _with("xl/workbook.bin", b"x"), "workbook.binary_workbook"),
    "document type": (_doctype, "workbook.document_type"),
    "broken xml": (lambda: _sheet_with(b"</sheetData>", b""), "workbook.bad_xml"),
    "last corner": (lambda: _far_corner(b"XFD1048576", b"1048576"), "workbook.sheet_too_large"),
    "last corner in small letters": (lambda: _far_corner(b"xfd9"), "workbook.sheet_too_large"),
    "beyond every corner": (lambda: _far_corner(b"AAAAAAA9"), "workbook.strange_inside"),
    "row beyond counting": (
        lambda: _sheet_with(
            b"</sheetData>", b'<row r="99999999999"><c><v>1</v></c></row></sheetData>'
        ),
        "workbook.strange_inside",
    ),
    "row nought": (lambda: _far_corner(b"A0", b"0"), "workbook.strange_inside"),
    "a row out of order": (lambda: _far_corner(b"A4", b"4"), "workbook.strange_inside"),
    "a cell in another row": (lambda: _far_corner(b"A10"), "workbook.strange_inside"),
    "a row within a cell": (
        lambda: _sheet_with(b"</c>", b'<row r="900"/></c>'),
        "workbook.strange_inside",
    ),
    "endless text": (_endless_text, "workbook.strange_sheet"),
    "many cells": (_many_cells, "workbook.sheet_too_large"),
    "a text that is not there": (
        lambda: _sheet_with(b't="s"><v>', b't="s"><v>9999'),
        "workbook.strange_sheet",
    ),
    "counts from 1904": (
        lambda: _sheet_with(b"<workbookPr", b'<workbookPr date1904="1"', "xl/workbook.xml"),
        "workbook.days_from_1904",
    ),
    "many sheets": (
        lambda: edited(lambda book: [book.create_sheet(f"s{n}") for n in range(70)]),
        "workbook.too_many_sheets",
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_may_not_be_opened_is_not(name: str) -> None:
    make, code = FILES[name]
    found = filled.problems(make())
    assert {problem.code for problem in found} == {code}
    for lang in LANGUAGES:
        assert all(Messages(lang)(problem.key, **problem.facts) for problem in found)


def test_a_file_is_not_believed_about_its_own_size() -> None:
    """A reader that sets memory aside for what a file announces dies of four thousand million."""
    content = filled.parts()
    for part in ("xl/sharedStrings.xml", "xl/styles.xml"):
        content[part] = re.sub(rb'ount="[0-9]+"', b'ount="4294967295"', content[part])
    dimension = re.sub(
        rb'ref="A1:[A-Z0-9]+"', b'ref="A1:XFD1048576"', content["xl/worksheets/sheet2.xml"]
    )
    content["xl/worksheets/sheet2.xml"] = dimension
    read = survey_workbook.read(filled.zipped(content), FILE, framework(), EXPECTED)
    assert read.answers == ANSWERS


def test_a_formula_of_a_drop_down_is_not_a_formula_in_a_cell() -> None:
    extension = (
        b'<extLst><ext xmlns:x14="a" xmlns:xm="b"><x14:dataValidation>'
        b"<x14:formula1><xm:f>_options!$A$1</xm:f></x14:formula1></x14:dataValidation></ext></extLst>"
    )
    assert filled.problems(_sheet_with(b"</worksheet>", extension + b"</worksheet>")) == []


def test_a_web_address_typed_as_evidence_is_no_external_link() -> None:
    def linked(book: Workbook) -> None:
        book[ORG]["H5"] = "https://example.org/"
        book[ORG]["H5"].hyperlink = "https://example.org/"

    assert filled.problems(edited(linked)) == []
