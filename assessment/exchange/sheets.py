"""A workbook someone sent, as sheets of cells; or a refusal.

A sheet keeps, beside its values, what they do not show: formulas, errors, merged cells. Read as
values alone, a formula is its last result and an error an empty cell.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from assessment.errors import Place, Problem, Rejected
from assessment.exchange import archive_guard, workbook_xml
from assessment.exchange.cells import EXCEL_EPOCH, Raw, text
from assessment.exchange.grid import cell_name, position
from assessment.exchange.workbook_xml import Attributes, WorkbookXml

MOST_SHEETS = 60
LAST_ROW = 2000
LAST_COLUMN = 100
MOST_CELLS = 50_000

LONGEST_TEXT = 32_767
"""Characters: no spreadsheet program lets a cell hold more."""

LAST_DAY = 2_958_465
"""31 December 9999, as Excel counts days."""


@dataclass(slots=True)
class Sheet:
    """One sheet. Rows and columns count from 1."""

    name: str
    values: dict[tuple[int, int], Raw] = field(default_factory=dict)
    """Only the cells that are not blank."""

    last_row: int = 0
    last_column: int = 0
    formulas: list[str] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)
    """Cell to what it shows, such as `#REF!`."""

    def raw(self, row: int, column: int) -> Raw:
        """The cell as it was read; None where it is blank."""
        return self.values.get((row, column))

    def text(self, row: int, column: int) -> str:
        return text(self.raw(row, column))


class _TooLarge(Exception):
    """The sheet has more cells than any survey."""


def opened(data: bytes, file_name: str) -> list[Sheet]:
    """Every sheet in its order, the hidden ones too. `Rejected` unless it is safe and whole."""
    parts = archive_guard.unpack(data, file_name)
    book = workbook_xml.read(parts)
    problems = list(_book_problems(book, Place(file_name)))
    sheets: list[Sheet] = []
    for name, part in book.sheets[:MOST_SHEETS]:
        sheet = Sheet(name)
        code = None
        try:
            _Reader(sheet, book).read(parts.get(part, b""))
        except _TooLarge:
            code = "workbook.sheet_too_large"
        except ValueError:
            code = "workbook.strange_sheet"
        if sheet.last_row > LAST_ROW or sheet.last_column > LAST_COLUMN:
            code = "workbook.sheet_too_large"
        if code:
            facts = {
                "rows": sheet.last_row,
                "columns": sheet.last_column,
                "most_rows": LAST_ROW,
                "most_columns": LAST_COLUMN,
            }
            problems.append(Problem(code, Place(file_name, sheet=name), facts))
        sheets.append(sheet)
    if problems:
        raise Rejected(problems)
    return sheets


def _book_problems(book: WorkbookXml, place: Place) -> list[Problem]:
    problems = []
    if book.counts_from_1904:
        problems.append(Problem("workbook.days_from_1904", place))
    if len(book.sheets) > MOST_SHEETS:
        facts = {"found": len(book.sheets), "most": MOST_SHEETS}
        problems.append(Problem("workbook.too_many_sheets", place, facts))
    return problems


class _Reader:
    """One pass over a sheet's XML. ValueError where a cell makes no sense."""

    def __init__(self, sheet: Sheet, book: WorkbookXml) -> None:
        self.sheet, self.book = sheet, book
        self.row = self.column = 0
        self.cell: Attributes | None = None
        """The attributes of the cell we are in. Excel writes `v` and `f` outside of cells too."""

        self.value: str | None = None
        self.runs: list[str] = []
        self.spoken = False

    def read(self, content: bytes) -> None:
        workbook_xml.walk(content, self._started, self._ended)

    def _started(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            self.row, self.column = position(
                attributes.get("r") or cell_name(self.row, self.column + 1)
            )
            self.cell, self.value = attributes, None
            self.runs.clear()
        elif name == "row":
            self.row, self.column = position(f"A{attributes.get('r') or self.row + 1}")[0], 0
        elif name == "mergeCell":
            self.sheet.merged.append(attributes.get("ref", ""))
        elif name == "f" and self.cell is not None:
            self.sheet.formulas.append(cell_name(self.row, self.column))
        elif name == "rPh":
            self.spoken = True

    def _ended(self, name: str, written: str) -> None:
        if self.cell is None:
            return
        if name == "v":
            self.value = written
        elif name == "t" and not self.spoken:
            self.runs.append(written)
        elif name == "rPh":
            self.spoken = False
        elif name == "c":
            self._keep(self.cell)
            self.cell = None

    def _keep(self, cell: Attributes) -> None:
        found = self._raw(cell.get("t", "n"), cell.get("s", "0"))
        if found is None or (isinstance(found, str) and not found.strip()):
            return
        if isinstance(found, str) and len(found) > LONGEST_TEXT:
            raise ValueError(found[:60])
        self.sheet.last_row = max(self.sheet.last_row, self.row)
        self.sheet.last_column = max(self.sheet.last_column, self.column)
        if len(self.sheet.values) >= MOST_CELLS:
            raise _TooLarge
        self.sheet.values[self.row, self.column] = found

    def _raw(self, kind: str, style: str) -> Raw:
        if kind == "inlineStr":
            return workbook_xml.unescaped("".join(self.runs))
        if not self.value:
            return None
        if kind == "e":
            self.sheet.errors[cell_name(self.row, self.column)] = self.value
            return None
        readers: Mapping[str, object] = {"s": self._shared, "b": _truth, "n": float, "d": _day}
        if kind == "n" and style.isdecimal() and int(style[:9]) in self.book.date_styles:
            return _from_serial(float(self.value))
        reader = readers.get(kind)
        return reader(self.value) if callable(reader) else workbook_xml.unescaped(self.value)

    def _shared(self, written: str) -> str:
        at = int(written)
        if not 0 <= at < len(self.book.texts):
            raise ValueError(written)
        return self.book.texts[at]


def _truth(written: str) -> bool:
    return written == "1"


def _day(written: str) -> datetime:
    return datetime.fromisoformat(written)


def _from_serial(days: float) -> Raw:
    """A number that is shown as a day or a time; one that cannot be either stays a number."""
    if not 0 <= days <= LAST_DAY:
        return days
    moment = datetime.combine(EXCEL_EPOCH, datetime.min.time()) + timedelta(days=days)
    if days < 1:
        return moment.time()
    return moment
