"""The workbook that recalculates, out of the database: who gets it, and what is in it."""

import io
from typing import Any

import openpyxl
import pytest

from assessment.cli.main import main
from assessment.errors import NotAllowed, Unknown
from assessment.framework.model import Framework
from assessment.i18n import Messages
from assessment.scores.basis.basis import DataSource
from assessment.scores.explanation.live_workbook import may_be_made, workbook
from assessment.store.database import Store
from tests.kit.province.three_counties import BAISHI, QINGXI_ONLY, READER

T = Messages("en")
FINGERPRINT = "0123456789abcdef"


def book(store: Store, framework: Framework, *, formulas: bool = False) -> Any:
    data = workbook(DataSource(store, framework), READER, "2024", FINGERPRINT, T)
    return openpyxl.load_workbook(io.BytesIO(data), data_only=not formulas)


def row_of(sheet: Any, unit: str) -> int:
    return next(cell.row for cell in sheet["A"] if cell.value == unit)


def test_someone_who_sees_one_county_gets_no_workbook_with_all_of_them(
    province: Store, framework: Framework
) -> None:
    assert not may_be_made(QINGXI_ONLY)
    with pytest.raises(NotAllowed) as refused:
        workbook(DataSource(province, framework), QINGXI_ONLY, "2024", FINGERPRINT, T)
    assert "all units" in T(refused.value.key, **refused.value.facts)


def test_a_period_that_is_not_there_is_unknown(province: Store, framework: Framework) -> None:
    with pytest.raises(Unknown):
        workbook(DataSource(province, framework), READER, "2031", FINGERPRINT, T)


def test_an_answer_an_absence_and_what_does_not_apply_are_three_things(
    province: Store, framework: Framework
) -> None:
    sheet = book(province, framework)["Answers"]
    yunlu = row_of(sheet, "430221")
    said = {sheet.cell(5, at).value: sheet.cell(yunlu, at).value for at in range(3, 11)}
    assert said["members_n"] == 500
    assert said["meetings_n"] == "Not applicable"
    assert said["firms_n"] is None


def test_an_honour_counts_once_and_a_veto_caps_the_grade(
    province: Store, framework: Framework
) -> None:
    shown = book(province, framework)
    records, totals = shown["Bonus and veto"], shown["Totals"]
    codes = {records.cell(5, at).value: at for at in range(3, 7)}
    row = row_of(records, BAISHI)
    counted = [
        records.cell(row, codes[f"honour.{level}"]).value for level in ("national", "provincial")
    ]
    assert counted == [1, 1]
    assert records.cell(row, codes["integrity"]).value == 1
    assert [totals.cell(row, at).value for at in (8, 11, 14)] == [
        pytest.approx(87.8),
        pytest.approx(88.8),
        "Middle",
    ]


def test_it_says_which_framework_it_was_made_from(province: Store, framework: Framework) -> None:
    lines = [cell.value for cell in book(province, framework)["Read me"]["A"] if cell.value]
    assert any(FINGERPRINT[:12] in line for line in lines)


def test_a_value_is_a_formula_over_the_answers(province: Store, framework: Framework) -> None:
    value = book(province, framework, formulas=True)["Values"]["C8"].value
    assert value == "=IF('Data or not'!C8=\"Value\",'Answers'!C8/'Answers'!D8,\"\")"


def test_the_command_says_when_there_is_no_database(
    tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["export", "recalculation", "--period", "2024", "--lang", "en"]
    places = ["--database", str(tmp_path / "none.duckdb"), "--out", str(tmp_path / "out.xlsx")]
    assert main([*arguments, *places]) == 1
    assert "none.duckdb" in capsys.readouterr().err
    assert not (tmp_path / "out.xlsx").exists()
