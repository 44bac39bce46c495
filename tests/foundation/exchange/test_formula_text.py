"""Text that looks like a formula is text in whatever leaves: a name is whatever somebody typed.

Each writer is given such text wherever it takes any; what a spreadsheet would calculate is looked
for in every cell of the file itself.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from assessment.exchange import answers_csv, office_list, scores_csv, table_workbook
from assessment.exchange.office_list import OfficeList
from assessment.exchange.roster import roster_template
from assessment.exchange.roster.roster_layout import SheetName
from assessment.exchange.survey_workbook import survey_template
from assessment.exchange.survey_workbook.survey_template import Survey
from assessment.exchange.table_workbook import Column, Table
from assessment.kernel import spreadsheet_text
from assessment.kernel.answers import Answer
from tests.foundation.exchange import filled

ROOT = Path(__file__).parents[3]
HOSTILE = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    '=HYPERLINK("https://example.org","x")',
    "=cmd|' /C calc'!A0",
    "＝1+1",
]
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

WRITERS = {
    "assessment/exchange/answers_csv.py",
    "assessment/exchange/scores_csv.py",
    "assessment/exchange/table_workbook.py",
    "assessment/exchange/survey_workbook/survey_template.py",
    "assessment/exchange/office_list.py",
    "assessment/exchange/roster/roster_template.py",
    "assessment/exchange/live_workbook/book.py",
    "assessment/cli/audit.py",
    "assessment/scores/basis/snapshot_tables.py",
}
"""Every file that makes a workbook or a CSV. The live workbook's text goes through one function,
the audit's CSV has its own test, and frozen tables stay in the database."""


def of_workbook(data: bytes) -> Iterator[str]:
    """Every text; first that there is no formula at all."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        for name in parts.namelist():
            if name.startswith("xl/worksheets/"):
                assert not re.search(rb"<f[ >]", parts.read(name)), name
    for sheet in openpyxl.load_workbook(io.BytesIO(data)):
        for row in sheet.iter_rows():
            yield from (cell.value for cell in row if isinstance(cell.value, str))


def of_csv(data: str) -> Iterator[str]:
    for row in csv.reader(io.StringIO(data)):
        yield from row


def must_be_text(texts: Iterator[str], hostile: str) -> None:
    said = [text.replace("_x000D_", "\r") for text in texts]
    assert not [text for text in said if text.startswith(RISKY)]
    assert any(spreadsheet_text.plain(text).strip() == hostile.strip() for text in said)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_mark_is_put_before_it_and_taken_off_again(hostile: str) -> None:
    assert spreadsheet_text.neutral(hostile) == f"'{hostile}"
    assert spreadsheet_text.plain(spreadsheet_text.neutral(hostile)) == hostile


@pytest.mark.parametrize("hostile", HOSTILE)
def test_in_a_table(hostile: str) -> None:
    frame = pd.DataFrame({"name": [hostile], "score": [1.0]})
    columns = [Column("name", hostile), Column("score", "x")]
    table = Table(hostile, frame, columns, title=hostile, notes=[hostile])
    must_be_text(
        of_workbook(table_workbook.written([table], demonstration=True, lang="zh")), hostile
    )


@pytest.mark.parametrize("hostile", HOSTILE)
def test_in_the_survey_template(hostile: str) -> None:
    said = Answer("value", 3.0, evidence=hostile, note=hostile)
    survey = Survey(
        filled.UNIT,
        hostile,
        "2024",
        answers={"members_n": said, "fed_truck_yn": Answer("not_applicable", note=hostile)},
        previous={"members_n": said},
    )
    must_be_text(of_workbook(survey_template.build(filled.framework(), survey)), hostile)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_in_the_scores(hostile: str, tmp_path: Path) -> None:
    frame = pd.DataFrame({"unit": ["430626", hostile], "name": [hostile, None], "score": [-1.0, 2]})
    (file,) = scores_csv.write({"scores": frame}, tmp_path)
    rows = list(csv.reader(io.StringIO(file.read_bytes().decode(), newline="")))
    must_be_text((cell for row in rows for cell in row if cell != "-1.0"), hostile)
    assert rows[1][2] == "-1.0"


@pytest.mark.parametrize("hostile", HOSTILE)
def test_in_the_answers(hostile: str) -> None:
    rows = pd.DataFrame(
        [[hostile, "2024", "members_n", "value", 3.0]],
        columns=["unit", "period", "field", "state", "value"],
    )
    data = answers_csv.write(rows, filled.framework())
    said = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    must_be_text((cell for row in said for cell in row), hostile)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_in_the_lists_of_an_office(hostile: str) -> None:
    made = OfficeList(
        *("list", hostile, hostile, hostile),
        columns=[office_list.Column(hostile, 1.0)],
        rows=[[hostile]],
        empty=hostile,
        signatures=[hostile],
        notes=[hostile],
    )
    must_be_text(of_workbook(office_list.workbook([made])), hostile)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_in_the_workbook_of_teams(hostile: str) -> None:
    team = {"team": "t1", "team_name": hostile, "team_kind": "stay_in", "sending_body": hostile}
    person = {"person": "p1", "person_name": hostile, "body": hostile, "post": hostile}
    rows: dict[SheetName, list[roster_template.Row]] = {
        "teams": [{**team, "sending_level": "province", "batch": hostile}],
        "people": [person],
        "members": [],
        "links": [],
    }
    roster = roster_template.Roster(rows, [("430626", hostile, hostile)], "zh")
    must_be_text(of_workbook(roster_template.build(roster)), hostile)


def test_every_writer_is_tried() -> None:
    found = set()
    for file in [*(ROOT / "assessment").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]:
        makes = re.search(
            r"\bWorkbook\(|csv\.(Dict)?[wW]riter\(|\.to_csv\(|\.to_excel\(",
            file.read_text("utf-8"),
        )
        if makes:
            found.add(str(file.relative_to(ROOT)))
    assert found == WRITERS


def test_a_zero_has_no_sign_in_a_file(tmp_path: Path) -> None:
    frame = pd.DataFrame({"unit": ["a", "b"], "loss": [-0.0, -0.5]})
    (file,) = scores_csv.write({"scores": frame}, tmp_path)
    assert file.read_text("utf-8") == "unit,loss\na,0.0\nb,-0.5\n"
