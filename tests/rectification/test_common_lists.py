"""The three lists of the three counties: what each row says, worked out by hand.

WORK-01 is confirmed in Qingxi, which has a measure, and in Yunlu, which has not planned anything.
"""

import io
from datetime import date

import openpyxl
import pytest
from docx import Document

from assessment.exchange.office_list import OfficeList
from assessment.framework.model import Framework
from assessment.i18n import LANGUAGES, Messages
from assessment.kernel import clock
from assessment.kernel.actors import Actor
from assessment.rectification.common_problems import decisions, lists, progress
from assessment.rectification.findings import cases, rectification_table
from assessment.scores.basis.basis import DataSource
from assessment.store.database import Store
from tests.kit.province.three_counties import QINGXI, READER

TODAY, DUE = date(2025, 3, 1), date(2025, 4, 30)
COUNTY = Actor("county", "county", frozenset({QINGXI}))
ZH = Messages("zh")


@pytest.fixture
def worked(province: Store, framework: Framework) -> Store:
    about = decisions.About("2024", "province", "WORK-01", 0)
    decisions.confirm(DataSource(province, framework), READER, about, [QINGXI])
    (finding,) = [c.finding for c in cases.listed(province, READER) if c.source == "sweep"]
    measure = rectification_table.Measure(QINGXI, "逐户上门", "王主席", "组织部", "李部长", DUE)
    with province.writing(actor="t", action="test", subject="*", facts={}) as cursor:
        (number,) = rectification_table.record_measures(cursor, [measure])
        rectification_table.record_served(
            cursor, [rectification_table.MeasureFinding(number, finding)]
        )
        event = rectification_table.FindingEvent(
            finding, "plan", "under_way", "t", kind="by_date", due=DUE
        )
        rectification_table.record(cursor, [event])
    return province


def written(
    store: Store, framework: Framework, actor: Actor = READER, t: Messages = ZH
) -> list[OfficeList]:
    told = lists.of(store, framework, actor, "province", TODAY, t)
    return lists.written(framework, told, TODAY, t)


def test_the_problem_list_says_size_units_decision_and_progress(
    worked: Store, framework: Framework
) -> None:
    problems, _, _ = written(worked, framework)
    (decided,) = progress.decided(worked, READER)
    day = clock.local_day(decided.decided_at).isoformat()
    assert problems.rows == [
        [
            *("1", "WORK-01", "建会慢", "工作强", "2 / 3", "清溪县、云路县", f"{day}\n● 已认定"),
            "已销号 0 / 核查中 0 / 整改中 1 / 超期 0 / 待交办 1 / 共 2 县",
        ]
    ]
    assert problems.title == "全省县级工会建设共性问题问题清单"


def test_the_task_list_says_what_is_done_and_until_when(
    worked: Store, framework: Framework
) -> None:
    _, tasks, _ = written(worked, framework)
    assert tasks.rows == [
        ["1", "清溪县", "WORK-01", "建会慢", "逐户上门", "限期整改", "2025-04-30", "▶ 整改中"],
        [
            "2",
            "云路县",
            "WORK-01",
            "建会慢",
            "尚未制定（参考：名单比对）",
            "未定",
            "未定",
            "□ 待交办",
        ],
    ]


def test_the_responsibility_list_says_who_answers_for_it(
    worked: Store, framework: Framework
) -> None:
    _, _, duties = written(worked, framework)
    assert [column.title for column in duties.columns][4:7] == ["责任领导", "责任部室", "责任人"]
    assert duties.rows == [
        [
            *("1", "清溪县", "WORK-01", "建会慢", "王主席", "组织部", "李部长"),
            *("2025-04-30", "▶ 整改中"),
        ],
        ["2", "云路县", "WORK-01", "建会慢", "未落实", "未落实", "未落实", "未定", "□ 待交办"],
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_cell_is_left_blank(worked: Store, framework: Framework, lang: str) -> None:
    for told in written(worked, framework, t=Messages(lang)):
        assert told.rows
        assert all(cell.strip() for row in told.rows for cell in row)


def test_who_sees_one_unit_gets_the_rows_of_that_unit_and_no_size(
    worked: Store, framework: Framework
) -> None:
    problems, tasks, duties = written(worked, framework, COUNTY)
    assert [row[4:6] for row in problems.rows] == [["（本级范围）", "清溪县"]]
    assert {row[1] for row in (*tasks.rows, *duties.rows)} == {"清溪县"}


def test_word_and_excel_hold_the_rows_of_all_three(worked: Store, framework: Framework) -> None:
    told = written(worked, framework)
    asked = (worked, framework, READER, "province", TODAY)
    word = Document(io.BytesIO(lists.file(*asked, "word", ZH)))
    excel = openpyxl.load_workbook(io.BytesIO(lists.file(*asked, "excel", ZH)))
    assert excel.sheetnames == ["问题清单", "任务清单", "责任清单"]
    for each, table in zip(told, word.tables, strict=True):
        rows = [[cell.text for cell in row.cells] for row in table.rows]
        assert rows[1:] == each.rows
        sheet = [[cell.value for cell in row] for row in excel[each.name].iter_rows()]
        assert [row for row in sheet if row in each.rows] == each.rows


def test_what_is_merged_dismissed_or_withdrawn_is_in_no_list(
    province: Store, framework: Framework
) -> None:
    about = decisions.About("2024", "province", "WORK-01", 0)
    decisions.dismiss(DataSource(province, framework), READER, about, "个别情况")
    assert [each.rows for each in written(province, framework)] == [[], [], []]
