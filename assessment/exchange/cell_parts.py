"""A workbook's parts cut down to what says which cell holds what, and counted.

The library that reads the cells also builds what surrounds them, and takes a file at its word: it
splits a page header by a pattern that never ends on a long one, lists a million empty rows before
a row that calls itself the millionth, and drops rows that come out of order. None of that reaches
it: all but the cells is cut away here, and cells that no spreadsheet program writes are refused.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.xml.constants import CONTYPES_NS, PKG_REL_NS, SHEET_MAIN_NS

from assessment.exchange.evidence.archive_guard import ENCODING, Parts

MOST_ELEMENTS = 200_000
"""In what is kept of all parts together; a filled survey has a twentieth of them."""

LAST_ROW_OF_ALL = 2**20
"""No spreadsheet program has more rows."""

DEEPEST = 12
LONGEST_NUMBER_FORMAT = 255

RELATIONS = "xl/_rels/workbook.xml.rels"


def _main(*names: str) -> frozenset[str]:
    return frozenset(f"{SHEET_MAIN_NS} {name}" for name in names)


SHEET, SHEET_DATA, ROW, CELL, MERGED, FORMULA, LISTED, NUMBER_FORMAT, RESULT, RAISED, STRUCK = (
    f"{SHEET_MAIN_NS} {name}"
    for name in (
        *("worksheet", "sheetData", "row", "c", "mergeCell", "f", "sheet", "numFmt"),
        *("v", "vertAlign", "strike"),
    )
)
PICTURE = re.compile(r"DISPIMG|\bIMAGE\(", re.IGNORECASE)
"""In a formula: a picture in a cell, as WPS and Excel keep it."""

CONTENT = _main("v", "f", "is")

KEPT: Mapping[str, frozenset[str]] = {
    SHEET: _main("dimension", "sheetData"),
    f"{SHEET_MAIN_NS} workbook": _main("workbookPr", "sheets"),
    f"{SHEET_MAIN_NS} sst": _main("si"),
    f"{SHEET_MAIN_NS} styleSheet": _main("numFmts", "fonts", "cellXfs"),
    f"{CONTYPES_NS} Types": frozenset({f"{CONTYPES_NS} Default", f"{CONTYPES_NS} Override"}),
    f"{PKG_REL_NS} Relationships": frozenset({f"{PKG_REL_NS} Relationship"}),
}
"""By the part's outermost element: those inside it that are kept. Other parts are left out."""

AROUND = _main(
    *("autoFilter", "col", "colBreaks", "conditionalFormatting", "customSheetViews"),
    *("dataValidations", "headerFooter", "hyperlinks", "legacyDrawing", "mergeCells"),
    *("pageMargins", "pageSetup", "printOptions", "rowBreaks", "scenarios", "sheetFormatPr"),
    *("sheetPr", "sheetProtection", "sheetViews", "tableParts"),
)
"""What surrounds a sheet's cells. The library builds it wherever it meets it, so nowhere else."""


class Strange(ValueError):
    """Something no spreadsheet program writes; what, for whoever looks into it."""


@dataclass(slots=True)
class CellTally:
    """What was met in a sheet."""

    last_row: int = 0
    last_column: int = 0
    cells: int = 0
    """Those with something in them."""

    formulas: list[str] = field(default_factory=list)
    results: set[str] = field(default_factory=set)
    """Cells whose formula has a result beside it."""

    pictures: list[str] = field(default_factory=list)
    """Cells that hold a picture."""

    raised: set[str] = field(default_factory=set)
    """Cells with a piece of their own text raised or lowered."""

    struck: set[str] = field(default_factory=set)

    hidden_rows: set[int] = field(default_factory=set)
    merged: list[str] = field(default_factory=list)


@dataclass(slots=True)
class CellParts:
    parts: dict[str, bytes] = field(default_factory=dict)
    sheets: dict[str, CellTally] = field(default_factory=dict)
    """By the part a sheet is in."""

    listed: int = 0
    """How many sheets the workbook says it has."""

    elements: int = 0


def cut(parts: Parts) -> CellParts:
    """`Strange` where anything in what is kept makes no sense. The XML is sound: the guard saw."""
    kept = CellParts()
    for name, content in parts.items():
        if name.endswith(".rels") and name != RELATIONS:
            continue
        if name.lower().endswith((".xml", ".rels")):
            scan = _Scan(kept)
            scan.read(content)
            if scan.path_of_root in KEPT:
                kept.parts[name] = scan.cut(content)
            if scan.path_of_root == SHEET:
                kept.sheets[name] = scan.seen
    return kept


class _Scan:
    """One pass over one part."""

    def __init__(self, cell_parts: CellParts) -> None:
        self.kept, self.seen = cell_parts, CellTally()
        self.path: list[str] = []
        """The elements we are in."""

        self.path_of_root = ""
        self.spans: list[tuple[int, bool]] = []
        """Where each element right below the outermost begins, and whether it is kept."""

        self.end = 0
        self.row = self.column = 0
        self.attributes: dict[str, str] = {}
        """Of the cell we are in."""

        self.row_begins = self.elements_before = self.cells_before = 0
        self.drops: list[tuple[int, int]] = []
        """Where rows without content begin and end: borders drawn down to the last row."""

        self.empty_from: int | None = None
        self.parser = expat.ParserCreate(ENCODING, " ")
        self.parser.StartElementHandler = self._started
        self.parser.EndElementHandler = self._ended
        self.parser.CharacterDataHandler = self._text
        self.parser.buffer_text = True

    def read(self, content: bytes) -> None:
        self.parser.Parse(content, True)

    def cut(self, content: bytes) -> bytes:
        """What is kept, byte for byte."""
        if not self.spans:
            return content
        ends = [begin for begin, _ in self.spans[1:]] + [self.end]
        spans = zip(self.spans, ends, strict=True)
        wanted = [self._without(content, begin, end) for (begin, keep), end in spans if keep]
        return b"".join([content[: self.spans[0][0]], *wanted, content[self.end :]])

    def _without(self, content: bytes, begin: int, end: int) -> bytes:
        """A span without its rows that are empty."""
        pieces = []
        for drop_from, drop_to in self.drops:
            if begin <= drop_from and drop_to <= end:
                pieces.append(content[begin:drop_from])
                begin = drop_to
        return b"".join([*pieces, content[begin:end]])

    def _started(self, name: str, attributes: dict[str, str]) -> None:
        depth = len(self.path)
        if name == ROW:
            self._drop()
        self.path.append(name)
        if depth == 0:
            self.path_of_root = name
            return
        if depth == 1:
            keep = name in KEPT.get(self.path_of_root, ())
            self.spans.append((self.parser.CurrentByteIndex, keep))
        if name == MERGED:
            self.seen.merged.append(attributes.get("ref", ""))
        if self.spans[-1][1] or name == MERGED:
            self._count()
        if self.spans[-1][1]:
            self._keeping(depth, name, attributes)

    def _ended(self, name: str) -> None:
        if name == SHEET_DATA:
            self._drop()
        self.path.pop()
        if name == ROW:
            self._row_ended()
        if not self.path:
            self.end = self.parser.CurrentByteIndex

    def _row_ended(self) -> None:
        seen = self.seen
        if self.row_begins and seen.cells + len(seen.formulas) == self.cells_before:
            self.empty_from = self.row_begins
            self.kept.elements = self.elements_before

    def _drop(self) -> None:
        if self.empty_from is not None:
            self.drops.append((self.empty_from, self.parser.CurrentByteIndex))
            self.empty_from = None

    def _text(self, text: str) -> None:
        if self.path and self.path[-1] == FORMULA and PICTURE.search(text):
            self.seen.pictures.append(self._here())

    def _here(self) -> str:
        return f"{get_column_letter(self.column)}{self.row}"

    def _count(self) -> None:
        self.kept.elements += 1
        if self.kept.elements > MOST_ELEMENTS:
            raise Strange(f"more than {MOST_ELEMENTS} elements")

    def _keeping(self, depth: int, name: str, attributes: dict[str, str]) -> None:
        inside = self.path[-2]
        stray = (inside == SHEET_DATA) != (name == ROW) or (inside == ROW) != (name == CELL)
        if stray or depth > DEEPEST or name in AROUND:
            raise Strange(name.rpartition(" ")[2])
        if name == ROW:
            self._row(attributes)
        elif name == CELL:
            self._cell(attributes)
        elif inside == CELL and name in CONTENT:
            self._content(name)
        elif name in (RAISED, STRUCK) and CELL in self.path:
            if attributes.get("val") not in ("baseline", "0", "false"):
                (self.seen.raised if name == RAISED else self.seen.struck).add(self._here())
        elif name == LISTED:
            self.kept.listed += 1
        elif name == NUMBER_FORMAT and len(attributes.get("formatCode", "")) > (
            LONGEST_NUMBER_FORMAT
        ):
            raise Strange("formatCode")

    def _row(self, attributes: dict[str, str]) -> None:
        before, self.column = self.row, 0
        self.row = _number(attributes["r"]) if "r" in attributes else before + 1
        if not before < self.row <= LAST_ROW_OF_ALL:
            raise Strange(f"row {self.row}")
        if self.drops and "r" not in attributes:
            raise Strange("row")
        if attributes.get("hidden") in ("1", "true"):
            self.seen.hidden_rows.add(self.row)
        # A row that is dropped must not be missed by one that is counted from it.
        self.row_begins = self.parser.CurrentByteIndex if "r" in attributes else 0
        self.elements_before = self.kept.elements - 1
        self.cells_before = self.seen.cells + len(self.seen.formulas)

    def _cell(self, attributes: dict[str, str]) -> None:
        row, before = self.row, self.column
        self.column += 1
        if named := attributes.get("r"):
            row, self.column = coordinate_to_tuple(named)
        if row != self.row or self.column <= before:
            raise Strange(f"cell {named}")
        self.attributes = attributes
        if "vm" in attributes and attributes.get("t") == "e":
            self.seen.pictures.append(self._here())

    def _content(self, name: str) -> None:
        seen = self.seen
        if name == FORMULA:
            seen.formulas.append(self._here())
            return
        if name == RESULT and self.attributes.get("t") == "str":
            seen.results.add(self._here())
        seen.cells += 1
        seen.last_row = max(seen.last_row, self.row)
        seen.last_column = max(seen.last_column, self.column)


def _number(written: str) -> int:
    if not written.isdecimal():
        raise Strange(f"row {written}")
    return int(written)
