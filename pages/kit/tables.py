"""Tables: how each kind of column is written, and the same table as an Excel file.

Unknown is a dash, never 0. Columns not named are not shown.
"""

from collections.abc import Mapping
from typing import Literal

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from assessment.office.documents import exporting
from pages.kit import session
from pages.kit.audited_downloads import workbook_button

UNKNOWN = "—"
ROW_HEIGHT = 35
"""Of a row in a table, in pixels; Streamlit's own."""

Column = ColumnConfig | str
"""What one of the column functions here returns, or a plain title for text as it comes."""

Width = Literal["small", "medium", "large"]


def text(title: str, *, width: Width | None = None, pinned: bool = False) -> Column:
    return st.column_config.TextColumn(title, width=width, pinned=pinned)


def unit(title: str, *, pinned: bool = False) -> Column:
    """A county's name. Most fit; left to itself a grid measures the first rows only, and makes
    room for one long name by pushing the numbers out of sight."""
    width = 160 if session.messages().lang == "en" else 120
    return st.column_config.TextColumn(title, width=width, pinned=pinned)


def prefecture(title: str, *, pinned: bool = False) -> Column:
    """A prefecture's name, the longest whole: 湘西土家族苗族自治州."""
    width = 290 if session.messages().lang == "en" else 165
    return st.column_config.TextColumn(title, width=width, pinned=pinned)


def number(title: str, *, digits: int = 0, help: str | None = None) -> Column:
    return st.column_config.NumberColumn(title, format=f"%.{digits}f", help=help)


def rank(title: str) -> Column:
    """A place; narrow, and still there when the rest is scrolled on a phone."""
    return st.column_config.NumberColumn(title, format="%d", width=70, pinned=True)


def score(title: str) -> Column:
    """A score to one decimal. Not a bar: where a score is unknown, a bar's cell stays empty."""
    return st.column_config.NumberColumn(title, format="%.1f")


def bar(title: str, *, numbered: bool = True) -> Column:
    """0–100 as a bar and a number. Where a value is unknown its cell is empty, so a column that
    may not know stands beside `score`, without numbers of its own."""
    shown_as = "%.1f" if numbered else " "
    return st.column_config.ProgressColumn(title, format=shown_as, min_value=0, max_value=100)


def percent(title: str, *, help: str | None = None) -> Column:
    """A share, kept as 0.63 and written 63%; as everywhere with one decimal at most."""
    return st.column_config.NumberColumn(title, format="percent", help=help)


def date(title: str) -> Column:
    return st.column_config.DateColumn(title, format="YYYY-MM-DD")


def changes(values: pd.Series, *, digits: int = 1) -> pd.Series:
    """A change as an arrow, a word and its size, for a text column: colour alone tells too few.

    Up is better. A change too small to be written is called none; an unknown one stays unknown.
    """
    return values.map(lambda value: _change(value, digits), na_action="ignore").astype("str")


def _change(value: float, digits: int) -> str:
    t = session.messages()
    size = f"{abs(value):.{digits}f}"
    if float(size) == 0:
        return t("table.same")
    return t("table.up", size=size) if value > 0 else t("table.down", size=size)


def show(
    rows: pd.DataFrame,
    columns: Mapping[str, Column],
    *,
    key: str,
    height: int | None = None,
    tallest: int = 10,
) -> None:
    """The named columns of `rows`, in the order named; at most `tallest` rows at once."""
    st.dataframe(
        shown(rows, columns),
        key=key,
        hide_index=True,
        column_config=columns,
        column_order=list(columns),
        height=height or _height(len(rows), tallest),
        placeholder=UNKNOWN,
    )


def pick_row(
    rows: pd.DataFrame,
    columns: Mapping[str, Column],
    *,
    key: str,
    code: str = "unit",
    tallest: int = 10,
) -> str | None:
    """`show`, and the code of the row that was selected: `rows[code]`, or None.

    At most `tallest` rows stand on the page at once; the rest is reached by scrolling.
    """
    event = st.dataframe(
        shown(rows, columns),
        key=key,
        hide_index=True,
        column_config=columns,
        column_order=list(columns),
        height=_height(len(rows), tallest),
        placeholder=UNKNOWN,
        on_select="rerun",
        selection_mode="single-row",
    )
    return next((str(rows[code].iloc[place]) for place in event.selection.rows), None)


def _height(rows: int, tallest: int) -> int | Literal["content"]:
    """Pixels, the header among them; all of a table that is not taller."""
    return "content" if rows <= tallest else (tallest + 1) * ROW_HEIGHT


def shown(rows: pd.DataFrame, columns: Mapping[str, Column]) -> pd.DataFrame:
    """The named columns for the screen; a share rounded as `figures.percent` does.

    The column's own `step` would cut decimals off instead.
    """
    return rows[list(columns)].assign(**{name: _rounded(rows[name]) for name in _shares(columns)})


def _rounded(shares: pd.Series) -> pd.Series:
    """To a tenth of a percent, but what is not 0 never to 0.

    >>> _rounded(pd.Series([0.6956, 0.0004, None])).tolist()
    [0.696, 0.0004, nan]
    """
    return shares.round(3).where(shares.abs() >= 0.001, shares)


def download(
    sheets: Mapping[str, tuple[pd.DataFrame, Mapping[str, Column]]],
    *,
    title: str,
    file_name: str,
    key: str,
) -> None:
    """A button for tables as an Excel file, one sheet each, at full precision.

    `title` says of which period and scope they are, to whoever holds only the file. It is made
    when the button is pressed. Demonstration data say so in every sheet.
    """
    written = [
        exporting.Sheet(name, rows, _titles(columns), _shares(columns))
        for name, (rows, columns) in sheets.items()
    ]
    workbook_button(lambda: written, "export.table", "*", title=title, file_name=file_name, key=key)


def _titles(columns: Mapping[str, Column]) -> dict[str, str]:
    return {
        name: column if isinstance(column, str) else str(column["label"])
        for name, column in columns.items()
    }


def _shares(columns: Mapping[str, Column]) -> set[str]:
    """The columns that `percent` made."""
    return {
        name
        for name, column in columns.items()
        if not isinstance(column, str) and "percent" in (column["type_config"] or {}).values()
    }
