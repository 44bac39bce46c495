"""What a county finds when it opens the survey workbook."""

import io
from typing import Any

import openpyxl
import pytest

from assessment.exchange.survey_workbook import survey_layout, survey_template
from assessment.exchange.survey_workbook.survey_template import Survey
from assessment.framework import loader
from assessment.kernel.answers import Answer
from tests.foundation.exchange import filled
from tests.foundation.exchange.filled import ANSWERS, COVER, ORG, VEN, framework


def opened(**about: Any) -> Any:
    survey = Survey(filled.UNIT, "平江县总工会", "2024", **about)
    return openpyxl.load_workbook(io.BytesIO(survey_template.build(framework(), survey)))


def test_each_strength_has_a_sheet_in_order_behind_the_cover() -> None:
    assert opened().sheetnames == [COVER, ORG, VEN, "_options"]
    assert opened()["_options"].sheet_state == "veryHidden"


def test_only_the_answers_and_what_goes_with_them_can_be_typed_into() -> None:
    sheet = opened()[ORG]
    assert sheet.protection.sheet
    unlocked = {cell.column_letter for row in sheet for cell in row if not cell.protection.locked}
    assert unlocked == {"D", "E", "F", "H", "I"}
    assert sheet["D3"].protection.locked
    assert sheet.freeze_panes == "D4"


def test_the_cell_says_what_it_takes() -> None:
    sheet = opened()[ORG]
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert (rules["D4"].type, rules["D4"].formula1) == ("whole", "0")
    assert rules["D7"].type == "list"
    assert rules["D8"].type == "date"
    assert "实名制会员" in rules["D4"].prompt
    assert "25人以上企业数" in rules["D6"].prompt


def test_a_choice_with_a_comma_is_one_choice() -> None:
    book = opened(lang="en")
    offered = [[cell.value for cell in column if cell.value] for column in book["_options"].columns]
    assert ["0 Not planned", "1 Being built, funded", "2 Open"] in offered


def test_last_period_stands_beside_and_silence_is_no_zero() -> None:
    previous = {
        "members_n": Answer("value", 8000.0),
        "ent25_total_n": Answer("missing"),
        "ent25_union_n": Answer("not_applicable", note="无"),
        "fed_truck_yn": Answer("value", 0.0),
    }
    sheet = opened(previous=previous)[ORG]
    assert [sheet[f"G{row}"].value for row in range(4, 9)] == [8000, "未填", "不适用", "否", "未填"]
    assert [sheet[f"D{row}"].value for row in range(4, 9)] == [None] * 5
    assert opened()[ORG]["G4"].value is None


@pytest.mark.parametrize(("lang", "mark"), [("zh", "演示数据"), ("en", "Demonstration data")])
def test_invented_data_say_so_on_every_sheet(lang: str, mark: str) -> None:
    book = opened(lang=lang, demonstration=True, answers=ANSWERS)
    for name in book.sheetnames[:-1]:
        assert mark in book[name]["A2"].value
        assert mark.lower() in book[name].oddHeader.left.text.lower()
    assert mark not in str([[c.value for c in row] for s in opened(lang=lang) for row in s])


def test_no_cell_is_a_formula() -> None:
    book = opened(answers=ANSWERS, previous=ANSWERS)
    assert {cell.data_type for sheet in book for row in sheet for cell in row} <= {"s", "n", "d"}


def test_excel_s_limits_are_kept_in_both_languages() -> None:
    shipped = loader.load(loader.DEFAULT)
    for lang in ("zh", "en"):
        data = survey_template.build(shipped, Survey(filled.UNIT, "平江县", "2024", lang))
        book = openpyxl.load_workbook(io.BytesIO(data))
        asked = [strength for strength, _ in survey_layout.sheets(shipped, shipped.fields)]
        assert len(book.sheetnames) == len(asked) + 2
        for sheet in book:
            assert len(sheet.title) <= 31
            for rule in sheet.data_validations.dataValidation:
                assert len(rule.promptTitle or "") <= 32
                assert len(rule.prompt or "") <= 255


def test_the_edition_follows_the_questions_and_not_the_weights() -> None:
    given = framework().model_dump(by_alias=True)
    edition = survey_layout.edition(framework().fields)
    given["strengths"][0]["weight"] = 70
    assert survey_layout.edition(type(framework()).model_validate(given).fields) == edition
    given["fields"][0]["maximum"] = 5
    assert survey_layout.edition(type(framework()).model_validate(given).fields) != edition


def test_a_row_is_as_tall_as_its_longest_text() -> None:
    """Not every program fits rows to their text when it opens a file."""
    shipped = loader.load(loader.DEFAULT)
    for lang in ("zh", "en"):
        data = survey_template.build(shipped, Survey(filled.UNIT, "平江县", "2024", lang))
        for sheet in openpyxl.load_workbook(io.BytesIO(data)).worksheets[1:-1]:
            for row in range(4, sheet.max_row + 1):
                lines = len(sheet.cell(row, 10).value or "") / 40
                assert (sheet.row_dimensions[row].height or 15) >= 13 * lines
