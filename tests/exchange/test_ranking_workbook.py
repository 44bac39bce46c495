"""A table as a workbook: numbers stay numbers, text stays text, unknown stays empty."""

import io
from datetime import date
from typing import Any

import openpyxl
import pandas as pd

from assessment.exchange import ranking_workbook
from assessment.exchange.ranking_workbook import DAY, ONE_PLACE, WHOLE, Column

FRAME = pd.DataFrame(
    {
        "name": ["平江县", "=cmd|' /C calc'!A0", "-1+1", "@x"],
        "score": [87.123456789012, None, 0.0, float("inf")],
        "rank": pd.array([1, None, 2, 3], dtype="Int32"),
        "vetoed": [True, False, None, False],
        "seen": [date(2024, 3, 1), None, None, None],
    }
)
COLUMNS = (
    Column("name", "单位"),
    Column("score", "得分", ONE_PLACE),
    Column("rank", "位次", WHOLE),
    Column("vetoed", "一票否决"),
    Column("seen", "最近走访", DAY),
)


def opened(**about: Any) -> Any:
    data = ranking_workbook.table(FRAME, COLUMNS, "排名", ["2024", "指标体系 abc"], **about)
    return openpyxl.load_workbook(io.BytesIO(data)).active


def test_numbers_keep_every_digit_and_are_rounded_to_the_eye() -> None:
    sheet = opened()
    assert sheet["B5"].value == 87.123456789012
    assert sheet["B5"].number_format == ONE_PLACE
    assert (sheet["C5"].value, sheet["C5"].data_type) == (1, "n")
    assert sheet["E5"].value.date() == date(2024, 3, 1)


def test_unknown_is_empty_and_zero_is_zero() -> None:
    sheet = opened()
    assert [sheet[f"B{row}"].value for row in range(6, 9)] == [None, 0, None]
    assert sheet["C6"].value is None
    assert sheet["D7"].value is None


def test_no_text_is_a_formula_even_after_a_detour_through_csv() -> None:
    texts = [opened()[f"A{row}"].value for row in range(5, 9)]
    assert texts == ["平江县", "'=cmd|' /C calc'!A0", "'-1+1", "'@x"]


def test_the_headers_stay_and_filter() -> None:
    sheet = opened()
    assert [sheet["A1"].value, sheet["A2"].value, sheet["A3"].value] == [
        "排名",
        "2024",
        "指标体系 abc",
    ]
    assert [cell.value for cell in sheet[4]] == ["单位", "得分", "位次", "一票否决", "最近走访"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A5", "A4:E8")


def test_invented_data_say_so() -> None:
    assert "演示数据" in opened(demonstration=True)["A2"].value
    assert "Demonstration data" in opened(demonstration=True, lang="en")["A2"].value


def test_a_table_without_rows_is_still_a_table() -> None:
    data = ranking_workbook.table(FRAME.head(0), COLUMNS, "排名")
    assert openpyxl.load_workbook(io.BytesIO(data)).active["B2"].value == "得分"
