"""A table as an Excel file. Text stays text: a cell beginning with `=` is not a formula."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from io import BytesIO
from typing import Any

import pandas as pd
import xlsxwriter

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
LONGEST_SHEET_NAME = 31
NARROWEST, WIDEST = 8, 48
"""Of a column, in characters."""


def written(
    sheets: Mapping[str, pd.DataFrame],
    titles: Mapping[str, str],
    *,
    note: str | None,
    unknown: str,
) -> bytes:
    """The file's bytes; see `services.exporting`."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, OPTIONS) as book:
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        warning = book.add_format({"bold": True, "font_color": "#B3261E"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(_sheet_name(name))
            first = 0
            if note is not None:
                sheet.write_string(0, 0, note, warning)
                first = 1
            columns = [column for column in titles if column in rows.columns]
            for place, column in enumerate(columns):
                cells = [_cell(value, unknown) for value in rows[column]]
                sheet.write_string(first, place, titles[column], head)
                for line, cell in enumerate(cells, start=first + 1):
                    _write(sheet, line, place, cell, day)
                sheet.set_column(place, place, _width([titles[column], *cells]))
            sheet.freeze_panes(first + 1, 0)
            if columns and len(rows):
                sheet.autofilter(first, 0, first + len(rows), len(columns) - 1)
    return target.getvalue()


def _cell(value: Any, unknown: str) -> str | float | date:
    if pd.isna(value):
        return unknown
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, str | bool | date):
        return value
    return float(value)


def _write(sheet: Any, line: int, place: int, cell: str | float | date, day: Any) -> None:
    if isinstance(cell, str):
        sheet.write_string(line, place, cell)
    elif isinstance(cell, bool):
        sheet.write_boolean(line, place, cell)
    elif isinstance(cell, date):
        sheet.write_datetime(line, place, cell, day)
    else:
        sheet.write_number(line, place, cell)


def _sheet_name(name: str) -> str:
    """What Excel takes for a name.

    >>> _sheet_name("2024: 总分/排名")
    '2024  总分 排名'
    """
    return re.sub(r"[\[\]:*?/\\]", " ", name)[:LONGEST_SHEET_NAME]


def _width(cells: list[Any]) -> float:
    longest = max(sum(1 if letter.isascii() else 2 for letter in _told(cell)) for cell in cells)
    return min(max(longest + 2, NARROWEST), WIDEST)


def _told(cell: Any) -> str:
    return f"{cell:.6g}" if isinstance(cell, float) else str(cell)
