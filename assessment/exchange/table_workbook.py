"""Tables as an .xlsx: numbers at full precision, rounded only to the eye; text stays text.

The lines above a table say what it is, of which period and framework, and made when; a
demonstration says so first of all. What is unknown is an empty cell, never a zero.
"""

import io
import math
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from assessment.exchange import text_size
from assessment.i18n import Messages
from assessment.kernel.spreadsheet_text import neutral

WHOLE, ONE_PLACE, PERCENT, DAY = "#,##0", "0.0", "0.0%", "yyyy-mm-dd"
"""Number formats tables use."""

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
LONGEST_SHEET_NAME = 31
TITLE = 24
"""Height of the first line, in points."""

NARROWEST, WIDEST = 9, 48
"""Of a column, in characters; longer text is wrapped."""

HEAD = {
    **{"bold": True, "bg_color": "#00204D", "font_color": "#FFFFFF"},
    **{"text_wrap": True, "valign": "vcenter"},
}
_A4 = 9


Cell = str | float | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the frame, and how it is shown."""

    name: str
    """Of the column in the frame."""

    title: str
    number_format: str | None = None
    width: float | None = None
    """In characters; None suits what is in it."""


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: a name, lines that say what it is, headers, rows."""

    name: str
    frame: pd.DataFrame
    columns: Sequence[Column]
    title: str = ""
    notes: Sequence[str] = ()


def written(tables: Sequence[Table], *, demonstration: bool, lang: str) -> bytes:
    """The workbook's bytes, one sheet a table."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, OPTIONS) as book:
        writer = _Writer(book, Messages(lang), demonstration)
        for table in tables:
            writer.write(table)
    return target.getvalue()


class _Writer:
    """What the sheets of one workbook share."""

    def __init__(self, book: Workbook, t: Messages, demonstration: bool) -> None:
        self.book, self.t, self.demonstration = book, t, demonstration

    def write(self, table: Table) -> None:
        sheet: Worksheet = self.book.add_worksheet(_sheet_name(table.name))
        top = self._above(sheet, table)
        tall: dict[int, list[tuple[str, float]]] = defaultdict(list)
        for at, column in enumerate(table.columns):
            cells = [_plain(value, self.t) for value in table.frame[column.name].tolist()]
            width = column.width or _width([column.title, *cells])
            sheet.set_column(at, at, width)
            self._column(sheet, (top, at), column, cells)
            for row, cell in enumerate([column.title, *cells], start=top):
                if isinstance(cell, str):
                    tall[row].append((cell, width))
        for row, texts in tall.items():
            sheet.set_row(row, text_size.height(texts))
        if table.columns:
            last = top + max(len(table.frame), 1)
            sheet.autofilter(top, 0, last, len(table.columns) - 1)
        self._finish(sheet, top)

    def _column(
        self, sheet: Worksheet, at: tuple[int, int], column: Column, cells: Sequence[Cell]
    ) -> None:
        """The header and what is under it: text to the left, numbers and their header to the
        right."""
        top, place = at
        texts = any(isinstance(cell, str) for cell in cells)
        side = {"align": "left", "indent": 1} if texts else {"align": "right"}
        head = self.book.add_format({**HEAD, **side})
        look = self._look({**side, "num_format": column.number_format or "General"})
        day = self._look({**side, "num_format": column.number_format or DAY})
        sheet.write_string(top, place, neutral(column.title), head)
        for row, cell in enumerate(cells, start=top + 1):
            _write(sheet, (row, place), cell, look, day)

    def _above(self, sheet: Worksheet, table: Table) -> int:
        """The lines above the table; the row its headers belong in."""
        lines: list[tuple[str, dict[str, object]]] = []
        if table.title:
            lines.append((table.title, {"bold": True, "font_size": 14}))
        if self.demonstration:
            loud = {"bold": True, "font_color": "#A50000"}
            lines.append((self.t("workbook.demonstration"), loud))
        lines += [(note, {"font_color": "#595959"}) for note in table.notes]
        for row, (words, look) in enumerate(lines):
            sheet.write_string(row, 0, neutral(words), self.book.add_format(look))
        if table.title:
            sheet.set_row(0, TITLE)
        return len(lines)

    def _look(self, wishes: dict[str, object]) -> Format:
        return self.book.add_format({"text_wrap": True, "valign": "top", **wishes})

    def _finish(self, sheet: Worksheet, top: int) -> None:
        """What stays in sight on the screen and on paper."""
        sheet.freeze_panes(top + 1, 0)
        sheet.repeat_rows(top)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        if self.demonstration:
            sheet.set_header(f"&L{self.t('workbook.demonstration_short')}")
        sheet.set_footer("&C&P / &N")


def _plain(value: object, t: Messages) -> Cell:
    """What goes into the cell. Null in any of its spellings is nothing; infinity too, for which
    Excel has no number."""
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, bool):
        return t("workbook.yes") if value else t("workbook.no")
    if isinstance(value, int | float):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else neutral(str(value))


def _write(sheet: Worksheet, at: tuple[int, int], cell: Cell, look: Format, day: Format) -> None:
    if cell is None:
        sheet.write_blank(*at, None, look)
    elif isinstance(cell, str):
        sheet.write_string(*at, cell, look)
    elif isinstance(cell, date):
        sheet.write_datetime(*at, cell, day)
    else:
        sheet.write_number(*at, _Exact(cell), look)


class _Exact(float):
    """A number written with every digit it has: xlsxwriter keeps 16, and a double may need 17."""

    def __format__(self, _: str) -> str:
        return repr(float(self))


def _sheet_name(name: str) -> str:
    """What Excel takes for a name.

    >>> _sheet_name("2024: 总分/排名")
    '2024  总分 排名'
    """
    return re.sub(r"[\[\]:*?/\\]", " ", name)[:LONGEST_SHEET_NAME]


def _width(cells: Sequence[Cell]) -> float:
    """Room for the longest, and for the arrow of the filter."""
    longest = max(text_size.width(_told(cell)) for cell in cells)
    return min(max(longest + 3, NARROWEST), WIDEST)


def _told(cell: Cell) -> str:
    if isinstance(cell, float):
        return f"{cell:.6g}"
    return "" if cell is None else str(cell)
