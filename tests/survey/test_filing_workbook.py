"""The form by workbook: looked at before it is taken over, and then the same as typing."""

from datetime import date

import pytest

from assessment.errors import NotAllowed, Rejected
from assessment.exchange.survey_workbook import survey_template
from assessment.exchange.survey_workbook.survey_template import Survey
from assessment.framework.model import Framework
from assessment.kernel.actors import OPERATOR
from assessment.kernel.answers import NO_ANSWER
from assessment.store.database import Store
from assessment.survey.filing import form, submit, survey_files, workbook
from assessment.survey.filing.drafts import Answer, FormFrozen
from assessment.survey.filing.workbook import ChangedSincePreview, Preview
from assessment.survey.periods import periods_table, submissions
from assessment.survey.periods.periods_table import PeriodRow
from assessment.units import settings_table
from assessment.units.settings_table import DEMONSTRATION, Setting
from tests.kit.province.filing_desk import (
    CLERK,
    COLLEAGUE,
    NEIGHBOUR,
    PERIOD,
    REVIEWER,
    RIGHT,
    said,
    shown,
    type_all,
    type_in,
)
from tests.kit.province.three_counties import BAISHI, QINGXI

FILE = "清溪.xlsx"


@pytest.fixture
def desk(province: Store) -> Store:
    row = PeriodRow(PERIOD, date(2025, 1, 1), date(2025, 12, 31), date(2026, 1, 31))
    with province.writing(actor="test", action="period.open", subject=PERIOD, facts={}) as cursor:
        periods_table.record(cursor, [row])
    return province


def book(
    framework: Framework,
    answers: dict[str, Answer],
    unit: str = QINGXI,
    period: str = PERIOD,
    *,
    demonstration: bool = False,
) -> bytes:
    given = Survey(unit, "县", period, answers=answers, demonstration=demonstration)
    return survey_template.build(framework, given)


def values(**numbers: float) -> dict[str, Answer]:
    return {field: Answer("value", number) for field, number in numbers.items()}


def preview(store: Store, framework: Framework, data: bytes) -> Preview:
    return workbook.preview(store, framework, CLERK, QINGXI, PERIOD, FILE, data)


def kinds(seen: Preview) -> dict[str, str]:
    return {
        row.question.code: row.kind for row in seen.rows if row.old.entry or row.new != NO_ANSWER
    }


def test_a_workbook_goes_out_with_what_was_typed(desk: Store, framework: Framework) -> None:
    type_in(desk, framework, "firms_n", Answer("value", 11.0, "名册", "新增一家"))
    name, data = workbook.blank(desk, framework, CLERK, QINGXI, PERIOD, "zh")
    assert name.startswith(QINGXI)
    seen = preview(desk, framework, data)
    assert kinds(seen) == {"firms_n": "unchanged"}
    assert seen.changes == 0


def test_a_preview_says_what_is_new_other_the_same_and_gone(
    desk: Store, framework: Framework
) -> None:
    for field, number in (("firms_n", 10), ("covered_n", 7), ("meetings_n", 1)):
        type_in(desk, framework, field, number)
    before = desk.revision
    seen = preview(desk, framework, book(framework, values(firms_n=10, covered_n=8, jobs_yn=0)))
    assert kinds(seen) == {
        "firms_n": "unchanged",
        "covered_n": "changed",
        "meetings_n": "cleared",
        "jobs_yn": "added",
    }
    (row,) = seen.of_kind("changed")
    assert (row.old.value, row.new.value) == (7, 8)
    assert (seen.changes, desk.revision) == (3, before)


def test_confirming_is_the_same_as_typing(desk: Store, framework: Framework) -> None:
    type_in(desk, framework, "meetings_n", 1)
    before = desk.revision
    seen = preview(desk, framework, book(framework, values(**RIGHT)))
    assert workbook.confirm(desk, framework, CLERK, seen) == 7
    assert desk.revision == before + 1
    by_book = {code: item.said.answer for code, item in shown(desk, framework).items.items()}
    assert all(item.said.is_draft for item in shown(desk, framework).items.values())
    assert desk.frame("answer_of_period", period=PERIOD).empty
    type_all(desk, framework)
    typed = {code: item.said.answer for code, item in shown(desk, framework).items.items()}
    assert by_book == typed
    assert submit.submit(desk, framework, CLERK, QINGXI, PERIOD) == 8


def test_a_workbook_begins_a_filing_as_typing_does(desk: Store, framework: Framework) -> None:
    workbook.confirm(
        desk, framework, CLERK, preview(desk, framework, book(framework, values(firms_n=10)))
    )
    assert submissions.of_unit(desk, CLERK, QINGXI, PERIOD).state == "filling"


def test_who_saves_between_preview_and_confirming_is_not_overwritten(
    desk: Store, framework: Framework
) -> None:
    seen = preview(desk, framework, book(framework, values(firms_n=10, covered_n=7)))
    type_in(desk, framework, "firms_n", 12, COLLEAGUE)
    with pytest.raises(ChangedSincePreview):
        workbook.confirm(desk, framework, CLERK, seen)
    assert said(desk, framework, "firms_n").value == 12
    assert said(desk, framework, "covered_n").state == "missing"


@pytest.mark.parametrize(
    ("unit", "period", "code"),
    [
        (BAISHI, PERIOD, "filing.unit_not_yours"),
        (QINGXI, "2024", "form.other_period"),
        (QINGXI, "2030", "filing.unknown_period"),
    ],
)
def test_a_workbook_that_belongs_elsewhere_is_refused(
    desk: Store, framework: Framework, unit: str, period: str, code: str
) -> None:
    with pytest.raises(Rejected) as refused:
        preview(desk, framework, book(framework, values(firms_n=1), unit, period))
    assert [problem.code for problem in refused.value.problems] == [code]


def test_everything_wrong_in_a_workbook_is_told_at_once(desk: Store, framework: Framework) -> None:
    wrong = values(firms_n=1, covered_n=2, members_n=-5, meetings_n=0.5)
    with pytest.raises(Rejected) as refused:
        preview(desk, framework, book(framework, wrong))
    assert sorted(problem.code for problem in refused.value.problems) == [
        "cell.below_minimum",
        "cell.not_whole",
        "workbook.part_over_whole",
    ]


def test_only_the_county_itself_and_only_while_open(desk: Store, framework: Framework) -> None:
    data = book(framework, values(**RIGHT))
    for stranger in (NEIGHBOUR, REVIEWER):
        with pytest.raises(NotAllowed):
            workbook.preview(desk, framework, stranger, QINGXI, PERIOD, FILE, data)
    seen = preview(desk, framework, data)
    with pytest.raises(NotAllowed):
        workbook.confirm(desk, framework, NEIGHBOUR, seen)
    workbook.confirm(desk, framework, CLERK, seen)
    submit.submit(desk, framework, CLERK, QINGXI, PERIOD)
    with pytest.raises(FormFrozen):
        preview(desk, framework, data)
    with pytest.raises(NotAllowed):
        workbook.blank(desk, framework, NEIGHBOUR, QINGXI, PERIOD, "zh")


def test_invented_numbers_do_not_become_a_real_county_s(desk: Store, framework: Framework) -> None:
    for lang in ("zh", "en"):
        given = Survey(QINGXI, "县", PERIOD, lang, answers=values(firms_n=10), demonstration=True)
        data = survey_template.build(framework, given)
        with pytest.raises(Rejected) as refused:
            preview(desk, framework, data)
        assert [each.code for each in refused.value.problems] == ["workbook.demonstration_refused"]
        (result,) = survey_files.file_workbooks(desk, framework, OPERATOR, [(FILE, data)])
        assert result.outcome == "rejected"
        assert [each.code for each in result.problems] == ["workbook.demonstration_refused"]
    assert form.working(desk, CLERK, QINGXI, PERIOD) == {}


def test_a_demonstration_takes_its_own_workbooks(desk: Store, framework: Framework) -> None:
    with desk.writing(actor="test", action="setup.write", subject="*", facts={}) as cursor:
        settings_table.record(cursor, Setting(DEMONSTRATION, "yes"))
    data = book(framework, values(firms_n=10), demonstration=True)
    assert kinds(preview(desk, framework, data)) == {"firms_n": "added"}
