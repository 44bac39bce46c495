"""A ranking, or any table, as an .xlsx: numbers at full precision, rounded only to the eye.

The lines above the table say what it is, of which period and framework, and made when; a
demonstration says so first of all. An unknown number is an empty cell, never a zero.
"""

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from assessment.exchange.cells import neutral
from assessment.i18n import Messages

WHOLE, ONE_PLACE, PERCENT, DAY = "#,##0", "0.0", "0.0%", "yyyy-mm-dd"
"""Number formats tables use."""

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_A4 = 9


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the frame, and how it is shown."""

    name: str
    """Of the column in the frame."""

    title: str
    number_format: str | None = None
    width: float | None = None
    """In characters; None suits the title."""


def table(
    frame: pd.DataFrame,
    columns: Sequence[Column],
    title: str,
    notes: Sequence[str] = (),
    *,
    demonstration: bool = False,
    lang: str = "zh",
) -> bytes:
    """The workbook's bytes: title, notes (period, what, when, framework), headers, rows."""
    t = Messages(lang)
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, OPTIONS) as book:
        sheet = book.add_worksheet(t("workbook.table_sheet"))
        lines: list[tuple[str, dict[str, object]]] = [(title, {"bold": True, "font_size": 14})]
        if demonstration:
            lines.append((t("workbook.demonstration"), {"bold": True, "font_color": "#A50000"}))
        lines += [(note, {"font_color": "#595959"}) for note in notes]
        for row, (words, look) in enumerate(lines):
            sheet.write_string(row, 0, neutral(words), book.add_format(look))
        top = len(lines)
        head = book.add_format(
            {"bold": True, "bg_color": "#00204D", "font_color": "#FFFFFF", "text_wrap": True}
        )
        for at, column in enumerate(columns):
            look = book.add_format({"num_format": column.number_format or "General"})
            day = book.add_format({"num_format": column.number_format or DAY})
            sheet.write_string(top, at, neutral(column.title), head)
            sheet.set_column(at, at, column.width or _width(column.title))
            for row, value in enumerate(frame[column.name].tolist(), start=top + 1):
                _write(sheet, row, at, value, (look, day), t)
        if columns:
            sheet.autofilter(top, 0, top + max(len(frame), 1), len(columns) - 1)
        _finish(sheet, top, t("workbook.demonstration_short") if demonstration else "")
    return written.getvalue()


def _finish(sheet: Worksheet, top: int, mark: str) -> None:
    """What stays in sight on the screen and on paper."""
    sheet.freeze_panes(top + 1, 0)
    sheet.repeat_rows(top)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    if mark:
        sheet.set_header(f"&L{mark}")
    sheet.set_footer("&C&P / &N")


def _write(
    sheet: Worksheet, row: int, at: int, value: object, looks: tuple[Format, Format], t: Messages
) -> None:
    look, day = looks
    if _is_unknown(value):
        sheet.write_blank(row, at, None, look)
    elif isinstance(value, bool):
        sheet.write_string(row, at, t("workbook.yes") if value else t("workbook.no"), look)
    elif isinstance(value, int | float):
        sheet.write_number(row, at, _Exact(value), look)
    elif isinstance(value, date):
        sheet.write_datetime(row, at, value, day)
    else:
        sheet.write_string(row, at, neutral(str(value)), look)


class _Exact(float):
    """A number written with every digit it has: xlsxwriter keeps 16, and a double may need 17."""

    def __format__(self, _: str) -> str:
        return repr(float(self)).removesuffix(".0")


def _is_unknown(value: object) -> bool:
    """Null in any of its spellings; and infinity, for which Excel has no number."""
    if isinstance(value, float):
        return not math.isfinite(value)
    return value is None or value is pd.NA or value is pd.NaT


def _width(title: str) -> float:
    """A Chinese character is as wide as two others."""
    return min(40, max(9, 2 + sum(2 if sign > "\u2e80" else 1 for sign in title)))
