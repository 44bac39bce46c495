"""Only the cells of a workbook reach the library that reads them; and nothing brings it down."""

import io
import random
import re

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from assessment.errors import Rejected
from assessment.exchange import cell_parts
from assessment.exchange.evidence import archive_guard
from assessment.exchange.survey_workbook import survey_workbook
from tests.foundation.exchange import filled
from tests.foundation.exchange.filled import EXPECTED, FILE, ORG, framework

SHEET = "xl/worksheets/sheet2.xml"
ODD = (b"-1", b"0", b"", b"x", b"NaN", b"1e999", b"4294967295", b"1" * 5000, b"XFD1048576")


def test_nothing_but_cells_reaches_the_library() -> None:
    kept = cell_parts.cut(archive_guard.unpack(filled.good(), FILE)).parts
    assert set(kept) == {
        "[Content_Types].xml",
        "xl/_rels/workbook.xml.rels",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
        "xl/workbook.xml",
        *(f"xl/worksheets/sheet{number}.xml" for number in range(1, 5)),
    }
    assert b"<definedName" in filled.parts()["xl/workbook.xml"]
    for name, content in kept.items():
        assert not re.search(
            rb"<(headerFooter|dataVal|conditional|definedName|fill|border|dxf)", content
        )
        assert content.startswith(filled.parts()[name][:80])


def test_a_cut_workbook_has_the_same_cells() -> None:
    kept = cell_parts.cut(archive_guard.unpack(filled.good(), FILE)).parts
    cut, whole = (
        openpyxl.load_workbook(io.BytesIO(data))[ORG].values
        for data in (filled.zipped(kept), filled.good())
    )
    assert list(cut) == list(whole)


def test_a_page_header_of_any_length_costs_nothing() -> None:
    content = filled.parts()
    header = b"<oddHeader>" + b"&amp;L&amp;C&amp;R" * 50_000 + b"</oddHeader>"
    content[SHEET] = re.sub(rb"<oddHeader>.*?</oddHeader>", header, content[SHEET])
    assert filled.problems(filled.zipped(content)) == []


def test_blank_cells_may_have_a_format_wherever_they_are() -> None:
    def painted(book: Workbook) -> None:
        for row in (3000, 9000):
            book[ORG].cell(row, 200).fill = openpyxl.styles.PatternFill("solid", "FFFF00")

    assert filled.problems(filled.edited(painted)) == []


@pytest.mark.parametrize(
    "put_in",
    [
        b"<headerFooter/>",
        b"<row r='900'/>",
        b"<a>" * 20 + b"</a>" * 20,
        b"<is/>" * cell_parts.MOST_ELEMENTS,
    ],
)
def test_what_belongs_elsewhere_or_is_too_much_is_refused_among_the_cells(put_in: bytes) -> None:
    content = filled.parts()
    content[SHEET] = content[SHEET].replace(b"</c>", put_in + b"</c>", 1)
    (problem,) = filled.problems(filled.zipped(content))
    assert problem.code == "workbook.strange_inside"


def test_a_number_format_longer_than_excel_allows_is_refused() -> None:
    content = filled.parts()
    long = b'formatCode="' + b"0" * 300
    content["xl/styles.xml"] = content["xl/styles.xml"].replace(b'formatCode="', long, 1)
    (problem,) = filled.problems(filled.zipped(content))
    assert problem.code == "workbook.strange_inside"


def test_a_damaged_workbook_is_read_or_refused_and_never_a_crash() -> None:
    chance = random.Random(20260301)  # noqa: S311 - the same damage each time
    read = refused = 0
    for _ in range(200):
        content = filled.parts()
        for name in chance.sample(sorted(content), 2):
            content[name] = _damaged(content[name], chance)
        try:
            survey_workbook.read(filled.zipped(content), FILE, framework(), EXPECTED)
            read += 1
        except Rejected:
            refused += 1
    assert read > 0
    assert refused > 0


def _damaged(content: bytes, chance: random.Random) -> bytes:
    """An attribute or a text replaced, or an element gone or there a hundred times."""
    pattern = chance.choice((rb'(?<==")[^"]*(?=")', rb"(?<=>)[^<>]+(?=<)", rb"<\w+[^<>]*/>"))
    found = [match.span() for match in re.finditer(pattern, content)]
    if not found:
        return content
    begin, end = chance.choice(found)
    element = content[begin:end]
    put_in = element * chance.choice((0, 100)) if element[:1] == b"<" else chance.choice(ODD)
    return content[:begin] + put_in + content[end:]
