"""A filled survey workbook that is right, and ways to make it wrong.

sheet 组织功能强            sheet 服务阵地强
D4 members_n 9000          D4 palace_level 1
D5 ent25_total_n 10        D5 funds_yuan 1234.5
D6 ent25_union_n 7         D6 satisfaction 97.5
D7 fed_truck_yn yes        D7 growth -3
D8 congress_due_date       D8 members_insured_n not applicable
"""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import openpyxl
import yaml
from openpyxl.workbook import Workbook

from assessment.errors import Problem, Rejected
from assessment.exchange.survey_workbook import survey_template, survey_workbook
from assessment.exchange.survey_workbook.expected import Expected
from assessment.exchange.survey_workbook.survey_template import Survey
from assessment.framework.model import Framework
from assessment.framework.values.field_values import EPOCH
from assessment.kernel.answers import Answer

COVER, ORG, VEN = "说明", "组织功能强", "服务阵地强"
UNIT, PERIOD = "430626", "2024"
FILE = "平江县.xlsx"

DUE = float((date(2024, 10, 4) - EPOCH).days)
ANSWERS = {
    "members_n": Answer("value", 9000.0, "实名制台账", "新增快递企业"),
    "ent25_total_n": Answer("value", 10.0),
    "ent25_union_n": Answer("value", 7.0),
    "fed_truck_yn": Answer("value", 1.0),
    "congress_due_date": Answer("value", DUE),
    "palace_level": Answer("value", 1.0),
    "funds_yuan": Answer("value", 1234.5),
    "satisfaction": Answer("value", 97.5),
    "growth": Answer("value", -3.0),
    "members_insured_n": Answer("not_applicable", None, None, "未开展互助"),
}
EXPECTED = Expected({UNIT, "430681"}, {"2023": False, "2024": True}, frozenset({UNIT}))


@cache
def framework() -> Framework:
    written = (Path(__file__).parent / "small.yaml").read_text("utf-8")
    return Framework.model_validate(yaml.safe_load(written))


@cache
def good(lang: str = "zh") -> bytes:
    survey = Survey(UNIT, "平江县总工会", PERIOD, lang, answers=ANSWERS, previous=ANSWERS)
    return survey_template.build(framework(), survey)


def edited(change: Callable[[Workbook], object], data: bytes | None = None) -> bytes:
    """The good workbook after somebody changed it in a spreadsheet program."""
    book = openpyxl.load_workbook(io.BytesIO(data or good()))
    change(book)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def parts(data: bytes | None = None) -> dict[str, bytes]:
    """The good workbook's archive, taken apart."""
    with zipfile.ZipFile(io.BytesIO(data or good())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(content: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w", method) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return saved.getvalue()


def problems(data: bytes) -> list[Problem]:
    """Everything the reader finds wrong; none if it takes the workbook."""
    try:
        survey_workbook.read(data, FILE, framework(), EXPECTED)
    except Rejected as rejected:
        return list(rejected.problems)
    return []
