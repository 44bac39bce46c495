"""What a sheet's XML says that its values do not: formulas, merged cells, errors, true size.

The fast reader of values shows a formula as its last result and an error as an empty cell; both
would go unnoticed. And it lays a sheet out as a full grid, so one cell in the last corner costs
the memory of all: sizes are checked here first.
"""

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from assessment.errors import Place, Problem, Rejected
from assessment.exchange.archive_guard import Parts

MOST_SHEETS = 60
LAST_ROW = 2000
LAST_COLUMN = 100
MOST_TEXT = 50_000_000
"""Characters, if every cell held the longest text there is: a text is stored once, shown often."""

Attributes = dict[str, str]


@dataclass(slots=True)
class SheetXml:
    """One sheet, without its values."""

    name: str
    cells: int = 0
    last_row: int = 0
    last_column: int = 0
    formulas: list[str] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)
    """Cell to what it shows, such as `#REF!`."""


class _Misplaced(Exception):
    """A cell or row says it stands where none can; the reader of values dies of some of these."""


def inspect(parts: Parts, file_name: str) -> list[SheetXml]:
    """The sheets in their order; `Rejected` where the workbook is too large to lay out."""
    problems: list[Problem] = []
    named = list(_named_parts(parts))
    if len(named) > MOST_SHEETS:
        facts = {"found": len(named), "most": MOST_SHEETS}
        raise Rejected([Problem("workbook.too_many_sheets", Place(file_name), facts)])
    if _counts_from_1904(parts):
        problems.append(Problem("workbook.days_from_1904", Place(file_name)))
    longest = _longest_text(parts)
    sheets = []
    for name, part in named:
        place = Place(file_name, sheet=name)
        try:
            sheet = _sheet(name, parts.get(part, b""))
        except _Misplaced:
            problems.append(Problem("workbook.strange_sheet", place))
            continue
        sheets.append(sheet)
        wide = sheet.last_row > LAST_ROW or sheet.last_column > LAST_COLUMN
        if wide or sheet.cells * longest > MOST_TEXT:
            facts = {
                "rows": sheet.last_row,
                "columns": sheet.last_column,
                "most_rows": LAST_ROW,
                "most_columns": LAST_COLUMN,
            }
            problems.append(Problem("workbook.sheet_too_large", place, facts))
    if problems:
        raise Rejected(problems)
    return sheets


def column_letter(column: int) -> str:
    """The letters of a column, counted from 1.

    >>> column_letter(1), column_letter(26), column_letter(27)
    ('A', 'Z', 'AA')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """Both counted from 1, as people see them.

    >>> cell_name(4, 4)
    'D4'
    """
    return f"{column_letter(column)}{row}"


def _elements(
    content: bytes,
    started: Callable[[str, Attributes], None],
    ended: Callable[[str, str], None] | None = None,
) -> None:
    """Walk through XML that the guard found sound; `ended` also gets the element's text."""
    written: list[str] = []

    def start(name: str, attributes: Attributes) -> None:
        written.clear()
        started(name.rpartition(":")[2], attributes)

    def end(name: str) -> None:
        if ended:
            ended(name.rpartition(":")[2], "".join(written))
        written.clear()

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    if ended:
        parser.CharacterDataHandler = written.append
    if content:
        parser.Parse(content, True)


def _named_parts(parts: Parts) -> Iterator[tuple[str, str]]:
    """Each sheet's name and the part it is in."""
    targets: dict[str, str] = {}
    names: list[tuple[str, str]] = []

    def relation(name: str, attributes: Attributes) -> None:
        if name == "Relationship":
            target = posixpath.join("/xl", attributes.get("Target", ""))
            targets[attributes.get("Id", "")] = posixpath.normpath(target).lstrip("/")

    def sheet(name: str, attributes: Attributes) -> None:
        if name == "sheet":
            tied = [v for key, v in attributes.items() if key.rpartition(":")[2] == "id"]
            names.append((attributes.get("name", ""), tied[0] if tied else ""))

    _elements(parts.get("xl/_rels/workbook.xml.rels", b""), relation)
    _elements(parts["xl/workbook.xml"], sheet)
    for name, tied in names:
        yield name, targets.get(tied, "")


def _counts_from_1904(parts: Parts) -> bool:
    found: list[str] = []

    def properties(name: str, attributes: Attributes) -> None:
        if name == "workbookPr":
            found.append(attributes.get("date1904", "0"))

    _elements(parts["xl/workbook.xml"], properties)
    return any(value in ("1", "true") for value in found)


def _longest_text(parts: Parts) -> int:
    """Of the shared texts, whose formatted runs are added up."""
    longest = current = 0

    def started(name: str, _: Attributes) -> None:
        nonlocal current
        current = 0 if name == "si" else current

    def ended(name: str, written: str) -> None:
        nonlocal longest, current
        if name == "t":
            current += len(written)
            longest = max(longest, current)

    _elements(parts.get("xl/sharedStrings.xml", b""), started, ended)
    return longest


def _sheet(name: str, content: bytes) -> SheetXml:
    """Only what stands inside a cell counts: Excel writes `f` and `v` elsewhere too."""
    sheet = SheetXml(name)
    row = column = 0
    kind: str | None = None

    def started(element: str, attributes: Attributes) -> None:
        nonlocal row, column, kind
        if element == "row":
            row, column = _row(attributes.get("r", str(row + 1))), 0
        elif element == "c":
            row, column = _position(attributes.get("r") or cell_name(row, column + 1))
            kind = attributes.get("t", "")
        elif element == "mergeCell":
            sheet.merged.append(attributes.get("ref", ""))
        elif kind is not None and element in ("v", "is", "f"):
            sheet.cells += 1
            sheet.last_row = max(sheet.last_row, row)
            sheet.last_column = max(sheet.last_column, column)
            if element == "f":
                sheet.formulas.append(cell_name(row, column))

    def ended(element: str, written: str) -> None:
        nonlocal kind
        if element == "c":
            kind = None
        elif element == "v" and kind == "e":
            sheet.errors[cell_name(row, column)] = written

    _elements(content, started, ended)
    return sheet


def _row(reference: str) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,6}", reference):
        raise _Misplaced
    return int(reference)


def _position(reference: str) -> tuple[int, int]:
    """Row and column of `D12`, counted from 1."""
    found = re.fullmatch(r"([A-Z]{1,3})([0-9]+)", reference.upper())
    if not found:
        raise _Misplaced
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return _row(found[2]), column
