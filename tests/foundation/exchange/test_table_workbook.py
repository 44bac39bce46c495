"""A table as a workbook: numbers stay numbers, text stays text, unknown stays empty."""

import io
from dataclasses import replace
from datetime import date
from typing import Any

import openpyxl
import pandas as pd
import pytest

from assessment.exchange import table_workbook
from assessment.exchange.table_workbook import DAY, ONE_PLACE, WHOLE, Column, Table

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


TABLE = Table("数据", FRAME, COLUMNS, "排名", ["2024", "指标体系 abc"])


def book(*tables: Table, demonstration: bool = False, lang: str = "zh") -> Any:
    data = table_workbook.written(tables, demonstration=demonstration, lang=lang)
    return openpyxl.load_workbook(io.BytesIO(data))


def opened(**about: Any) -> Any:
    return book(TABLE, **about).active


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


def test_invented_data_say_so_on_every_sheet_and_on_paper() -> None:
    other = replace(TABLE, name="另一张", title="", notes=[])
    for sheet in book(TABLE, other, demonstration=True).worksheets:
        told = [sheet.cell(row, 1).value for row in (1, 2)]
        assert any("演示数据" in words for words in told)
        assert "演示数据" in sheet.oddHeader.left.text
    assert "Demonstration data" in opened(demonstration=True, lang="en")["A2"].value
    assert "演示数据" not in str([cell.value for row in opened() for cell in row])


def test_a_table_without_rows_is_still_a_table() -> None:
    sheet = book(Table("数据", FRAME.head(0), COLUMNS, "排名")).active
    assert sheet["B2"].value == "得分"


def test_each_table_has_a_sheet_under_a_name_excel_takes() -> None:
    names = book(replace(TABLE, name="2024/总分"), replace(TABLE, name="长" * 40)).sheetnames
    assert names == ["2024 总分", "长" * 31]


def test_a_number_may_need_seventeen_digits() -> None:
    frame = pd.DataFrame({"score": [0.1 + 0.2]})
    sheet = book(Table("数据", frame, [Column("score", "得分")])).active
    assert sheet["A2"].value == 0.1 + 0.2


def test_columns_are_as_wide_as_what_is_in_them_within_reason() -> None:
    frame = pd.DataFrame({"name": ["长" * 10], "why": ["长" * 90], "rank": [1]})
    columns = [Column("name", "单位"), Column("why", "原因"), Column("rank", "位次")]
    sheet = book(Table("数据", frame, columns)).active
    assert sheet.column_dimensions["A"].width == pytest.approx(23, abs=1)
    assert sheet.column_dimensions["B"].width == pytest.approx(48, abs=1)
    assert sheet["B2"].alignment.wrap_text


def test_numbers_stand_to_the_right_and_texts_do_not_touch_them() -> None:
    sheet = opened()
    assert sheet["B4"].alignment.horizontal == sheet["B5"].alignment.horizontal == "right"
    assert (sheet["A5"].alignment.horizontal, sheet["A5"].alignment.indent) == ("left", 1)
