"""What is on a page, as an Excel file: the same rows, at full precision."""

from collections.abc import Mapping

import pandas as pd

from assessment.exchange import table_workbook
from assessment.exchange.table_workbook import Column, Table


def workbook(
    sheets: Mapping[str, pd.DataFrame],
    titles: Mapping[str, str],
    *,
    demonstration: bool,
    lang: str,
) -> bytes:
    """One sheet a frame; of each, the columns in `titles`, in that order and under that title.

    A null is an empty cell. Nothing is asked of the store here: the rows are already those the
    asker may see.
    """
    tables = [
        Table(name, rows, [Column(code, title) for code, title in titles.items() if code in rows])
        for name, rows in sheets.items()
    ]
    return table_workbook.written(tables, demonstration=demonstration, lang=lang)
