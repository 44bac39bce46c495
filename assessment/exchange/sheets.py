"""A workbook someone sent, as sheets of cells; or a refusal.

A sheet keeps, beside its values, what they do not show: formulas, errors, merged cells. Read as
values alone, a formula is its last result and an error an empty cell.
"""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.utils.datetime import CALENDAR_MAC_1904, from_excel

from assessment.errors import Place, Problem, Rejected
from assessment.exchange import cell_overlays, cell_parts, strict_parts
from assessment.exchange.cell_parts import CellParts, CellTally
from assessment.exchange.evidence import archive_guard
from assessment.framework.values.field_values import Raw, shown, text
from assessment.kernel import full_width

MOST_SHEETS = 60
LAST_ROW = 2000
LAST_COLUMN = 100
MOST_CELLS = 50_000

LONGEST_TEXT = 32_767
"""Characters: no spreadsheet program lets a cell hold more."""

_GENERAL = "General"

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")

# It remarks on the styles that were cut away. For the whole process, because a filter for one
# call would also change what other threads hear.
warnings.filterwarnings("ignore", module=r"openpyxl\.")


@dataclass(slots=True)
class Sheet:
    """One sheet. Rows and columns count from 1."""

    name: str
    values: dict[tuple[int, int], Raw] = field(default_factory=dict)
    """Only the cells that are not blank."""

    last_row: int = 0
    last_column: int = 0
    formulas: list[str] = field(default_factory=list)
    """Cells with a formula that has no result beside it."""

    calculated: list[str] = field(default_factory=list)
    """Cells with a formula that has been read by its result."""

    pictures: list[str] = field(default_factory=list)
    """Cells that hold a picture."""

    raised: list[str] = field(default_factory=list)
    """Cells of which a piece is raised or lowered, as a footnote sign is."""

    struck: list[str] = field(default_factory=list)
    """Cells of which a piece is struck through."""

    notes: list[str] = field(default_factory=list)
    """Cells with a note on them, which is not read."""

    covered: list[str] = field(default_factory=list)
    """Cells under a picture or a shape, which is not read."""

    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    """How the numbers are shown, where it is in a way of its own."""

    merged: list[str] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)
    """Cell to what it shows, such as `#REF!`."""

    def raw(self, row: int, column: int) -> Raw:
        """The cell as it was read; None where it is blank."""
        return self.values.get((row, column))

    def number_format(self, row: int, column: int) -> str:
        return self.formats.get((row, column), _GENERAL)

    def text(self, row: int, column: int) -> str:
        return text(self.raw(row, column))


def cell_name(row: int, column: int) -> str:
    """
    >>> cell_name(4, 27)
    'AA4'
    """
    return f"{get_column_letter(column)}{row}"


def opened(data: bytes, file_name: str) -> list[Sheet]:
    """Every sheet in its order, the hidden ones too. `Rejected` unless it is safe and whole."""
    place = Place(file_name)
    parts = strict_parts.usual(archive_guard.unpack(data, file_name))
    try:
        kept = cell_parts.cut(parts)
    except ValueError as error:
        facts = {"detail": shown(str(error))}
        raise Rejected([Problem("workbook.strange_inside", place, facts)]) from error
    if kept.listed > MOST_SHEETS:
        facts = {"found": str(kept.listed), "most": str(MOST_SHEETS)}
        raise Rejected([Problem("workbook.too_many_sheets", place, facts)])
    book = _book(kept, place)
    try:
        problems = list(_book_problems(book, place))
        sheets: list[Sheet] = []
        for each in book.worksheets:
            sheet = Sheet(str(each.title), hidden=each.sheet_state != "visible")
            sheets.append(sheet)
            problems.extend(_filled(sheet, each, kept, file_name))
            overlays = cell_overlays.of_sheet(parts, each._worksheet_path.lstrip("/"))
            sheet.notes, sheet.covered = overlays
    finally:
        book.close()
    if problems:
        raise Rejected(problems)
    return sheets


def _book(cell_parts: CellParts, place: Place) -> Any:
    """Read-only, it leaves alone what is not cells; and values, as formulas are known already."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in cell_parts.parts.items():
            archive.writestr(name, content)
    try:
        return openpyxl.load_workbook(
            packed, read_only=True, data_only=True, keep_links=False, rich_text=True
        )
    except Exception as error:
        # It has no errors of its own: a damaged file is a KeyError here, a TypeError there.
        facts = {"detail": shown(str(error))}
        raise Rejected([Problem("workbook.damaged", place, facts)]) from error


def _book_problems(book: Any, place: Place) -> Iterator[Problem]:
    if book.epoch == CALENDAR_MAC_1904:
        yield Problem("workbook.days_from_1904", place)
    paths = [sheet._worksheet_path for sheet in book.worksheets]
    if len(set(paths)) < len(paths):
        yield Problem("workbook.strange_inside", place, {"detail": "sheet"})


def _filled(sheet: Sheet, value: Any, cell_parts: CellParts, file_name: str) -> Iterator[Problem]:
    """Fill the sheet, unless it is too large or a cell makes no sense."""
    place = Place(file_name, sheet=sheet.name)
    seen = cell_parts.sheets.get(value._worksheet_path)
    if seen is None:
        yield Problem("workbook.strange_sheet", place)
    elif _is_too_large(seen):
        facts = {
            "rows": seen.last_row,
            "columns": seen.last_column,
            "most_rows": LAST_ROW,
            "most_columns": LAST_COLUMN,
        }
        yield Problem("workbook.sheet_too_large", place, facts)
    else:
        sheet.merged, sheet.pictures = seen.merged, seen.pictures
        sheet.hidden_rows = frozenset(seen.hidden_rows)
        days = _Days(value.parent)
        try:
            for row in value.iter_rows(max_row=seen.last_row, max_col=seen.last_column):
                for cell in row:
                    if cell.value is not None:
                        _keep(sheet, cell, days)
        except Exception:
            # As above: whatever it stumbles over, it is the file that is wrong.
            yield Problem("workbook.strange_sheet", place)
        _sort_formulas(sheet, seen)


def _sort_formulas(sheet: Sheet, tally: CellTally) -> None:
    """Those with a result, which is what the cell shows; and those without."""
    filled = {cell_name(*at) for at in sheet.values} | tally.results
    for cell in tally.formulas:
        if cell not in sheet.pictures:
            known = cell in filled or cell in sheet.errors
            (sheet.calculated if known else sheet.formulas).append(cell)
    sheet.raised += sorted(tally.raised - {*sheet.raised})
    sheet.struck += sorted(tally.struck - {*sheet.struck})
    for cell in sheet.pictures:
        sheet.errors.pop(cell, None)
        sheet.values.pop(coordinate_to_tuple(cell), None)


class _Days:
    """Which cells show a day. The library would take a number beyond its calendar for an error."""

    def __init__(self, book: Any) -> None:
        if not hasattr(book, "_days_of_ours"):
            book._days_of_ours = book._date_formats, book._timedelta_formats
            book._date_formats = set()
        self.days, self.spans = book._days_of_ours

    def read(self, value: float, style: int) -> Any:
        if style not in self.days:
            return value
        try:
            return from_excel(value, timedelta=style in self.spans)
        except (OverflowError, ValueError):
            return value


def _is_too_large(cell_tally: CellTally) -> bool:
    beyond = cell_tally.last_row > LAST_ROW or cell_tally.last_column > LAST_COLUMN
    return beyond or cell_tally.cells > MOST_CELLS


def _keep(sheet: Sheet, cell: Any, days: _Days) -> None:
    found = cell.value
    _note_marks(sheet, cell)
    if isinstance(found, CellRichText):
        found = str(found)
    if cell.data_type == "n" and not isinstance(found, bool):
        found = days.read(found, cell._style_id)
        if cell.number_format != _GENERAL:
            sheet.formats[cell.row, cell.column] = cell.number_format
    if cell.data_type == "e":
        sheet.errors[cell_name(cell.row, cell.column)] = str(found)
        return
    if isinstance(found, str):
        if len(found) > LONGEST_TEXT:
            raise ValueError(found[:60])
        found = _unescaped(found)
        if not found.strip():
            return
    elif isinstance(found, int) and not isinstance(found, bool):
        found = float(found)
    sheet.last_row = max(sheet.last_row, cell.row)
    sheet.last_column = max(sheet.last_column, cell.column)
    sheet.values[cell.row, cell.column] = found


def _note_marks(sheet: Sheet, cell: Any) -> None:
    """Whether the cell, or a piece of its text, is raised, lowered or struck through."""
    pieces = cell.value if isinstance(cell.value, CellRichText) else ()
    fonts = [piece.font for piece in pieces if isinstance(piece, TextBlock)]
    if cell.has_style:
        fonts.append(cell.font)
    name = cell_name(cell.row, cell.column)
    if any(font.vertAlign in ("superscript", "subscript") for font in fonts):
        sheet.raised.append(name)
    if any(font.strike for font in fonts):
        sheet.struck.append(name)


def _unescaped(written: str) -> str:
    """Text without the way Excel writes what XML cannot hold; control signs are dropped.

    >>> _unescaped("a_x000D_b_x0007_")
    'a\\rb'
    """
    return _ESCAPED.sub(_sign, written)


def _sign(escaped: re.Match[str]) -> str:
    sign = chr(int(escaped[1], 16))
    return sign if full_width.is_line(sign) or sign in "\t\n\r" else ""
