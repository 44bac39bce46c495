"""What is on a page, as an Excel file: the same rows, at full precision."""

from collections.abc import Mapping

import pandas as pd

from assessment.exchange import table_workbook


def workbook(
    sheets: Mapping[str, pd.DataFrame],
    titles: Mapping[str, str],
    *,
    note: str | None,
    unknown: str,
) -> bytes:
    """One sheet a frame; of each, the columns in `titles`, in that order and under that title.

    `note` stands above every table, for whoever meets the sheet without the page. A null is
    written as `unknown`, which no formula takes for zero. Nothing is asked of the store here: the
    rows are already those the asker may see.
    """
    return table_workbook.written(sheets, titles, note=note, unknown=unknown)
