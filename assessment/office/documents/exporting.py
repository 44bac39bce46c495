"""What is on a page, as an Excel file: the same rows, at full precision."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from assessment.exchange import table_workbook
from assessment.exchange.table_workbook import PERCENT, Column, Table
from assessment.i18n import Messages
from assessment.kernel import clock

FINGERPRINT_SHOWN = 12
"""Characters of a framework's fingerprint that people compare by eye."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One frame, and the titles of the columns to write, in order."""

    name: str
    rows: pd.DataFrame
    titles: Mapping[str, str]

    shares: Collection[str] = ()
    """Columns kept as 0.63 and shown as a percentage."""


def workbook(
    sheets: Sequence[Sheet],
    title: str,
    *,
    fingerprint: str,
    demonstration: bool,
    t: Messages,
    basis: str = "",
) -> bytes:
    """The sheets as an .xlsx, each under `title` and with what it was made from and when.

    A null is an empty cell. Nothing is asked of the store here: the rows are already those the
    asker may see. `basis` says what scores among them rest on.
    """
    notes = [made(fingerprint, t), *on(basis, t)]
    tables = [
        Table(sheet.name, sheet.rows, _columns(sheet), title=title, notes=notes) for sheet in sheets
    ]
    return table_workbook.written(tables, demonstration=demonstration, lang=t.lang)


def made(fingerprint: str, t: Messages) -> str:
    """When, and by which framework: so that two lists can be told to rest on the same rules."""
    now = clock.minute(clock.now())
    return t("table.made", made=now, fingerprint=fingerprint[:FINGERPRINT_SHOWN])


def on(basis: str, t: Messages) -> list[str]:
    """The note on what the scores rest on, where there is something to say."""
    return [t("basis.in_book", basis=basis)] if basis else []


def _columns(sheet: Sheet) -> list[Column]:
    return [
        Column(name, title, PERCENT if name in sheet.shares else None)
        for name, title in sheet.titles.items()
    ]
