"""At every door of the survey: what a period does not ask is not asked, not taken and not lost."""

import io
from datetime import date

import openpyxl
import pytest
import yaml

from assessment.errors import Problem, Rejected
from assessment.exchange.survey_workbook import survey_template
from assessment.exchange.survey_workbook.survey_template import Survey
from assessment.framework.loader import DEFAULT, load
from assessment.framework.model import Framework
from assessment.framework.questions import asked_in
from assessment.kernel.actors import OPERATOR, Actor
from assessment.kernel.answers import Answer
from assessment.scores.analysis import what_if
from assessment.scores.analysis.what_if import TrialAnswer, TrialRefused
from assessment.scores.basis.basis import DataSource
from assessment.scores.basis.scores import scores
from assessment.store.database import Store
from assessment.survey.filing import drafts, form, rules, submit, survey_files, workbook
from assessment.survey.filing.drafts import NotSaved
from assessment.survey.periods import period_opening, periods
from assessment.survey.periods import periods_table as table
from assessment.survey.periods.periods_table import PeriodRow, PeriodRule
from assessment.survey.review import items
from tests.kit.growing import PART, WHOLE, with_indicator
from tests.kit.people import READER
from tests.kit.province import three_counties
from tests.kit.province.filing_desk import CLERK, PERIOD, REVIEWER, shown, type_all, type_in
from tests.kit.province.three_counties import QINGXI

PUBLISHER = Actor("chen", "publisher", live=True)
NEW = {WHOLE, PART}
FILE = "清溪.xlsx"


def grown(since: str | None = None, until: str | None = None) -> Framework:
    """The framework of the three counties with one more indicator, asked in some years."""
    text = three_counties.FRAMEWORK.read_text("utf-8")
    return Framework.model_validate(yaml.safe_load(with_indicator(text, since=since, until=until)))


NOW, COMING, ENDED = grown(), grown(since="2026"), grown(until="2024")
NOT_NOW = pytest.mark.parametrize("not_now", [COMING, ENDED], ids=["coming", "ended"])


@pytest.fixture
def desk(province: Store) -> Store:
    """The province with 2025 open, for which nobody has said anything."""
    period_opening.open_period(province, OPERATOR, PERIOD, date(2026, 1, 31))
    return province


def asks_only(store: Store, strengths: str) -> None:
    row = PeriodRow(PERIOD, date(2025, 1, 1), date(2025, 12, 31), date(2026, 1, 31))
    rule = PeriodRule(PERIOD, None, "province", "self_reported", strengths, "anonymous")
    with store.writing(actor="test", action="period.open", subject=PERIOD, facts={}) as cursor:
        table.record(cursor, [row])
        table.record_rules(cursor, [rule])


def book(framework: Framework, **numbers: float) -> bytes:
    answers = {field: Answer("value", number) for field, number in numbers.items()}
    return survey_template.build(framework, Survey(QINGXI, "县", PERIOD, answers=answers))


def told(refused: tuple[Problem, ...]) -> list[tuple[str, str | None]]:
    return [(problem.code, problem.place.cell) for problem in refused]


def codes_in(data: bytes) -> set[str]:
    """Everything in the first column of a workbook's sheets."""
    opened = openpyxl.load_workbook(io.BytesIO(data))
    return {str(cell.value) for sheet in opened for cell in sheet["A"]}


# Asked


def test_a_period_asks_by_its_own_framework_what_is_in_force_in_it(desk: Store) -> None:
    shipped = load(DEFAULT)
    text = with_indicator(DEFAULT.read_text("utf-8"), since="2027", until="2028")
    more = {}
    for year in range(2026, 2030):
        opening = periods.Opening(str(year), date(year + 1, 1, 31))
        run = periods.open_period(desk, PUBLISHER, opening, text)
        framework = periods.framework_of(desk, PUBLISHER, str(year), NOW)
        asked = {field.code for field in periods.asked_fields(framework, run)}
        more[year] = asked ^ {field.code for field in asked_in(shipped, str(year))}
    assert more == {2026: set(), 2027: NEW, 2028: NEW, 2029: set()}


@NOT_NOW
def test_neither_what_is_to_come_nor_what_has_ended_is_in_the_form(
    desk: Store, not_now: Framework
) -> None:
    assert set(shown(desk, NOW).items) >= NEW
    assert list(shown(desk, not_now).items) == [
        code for code in shown(desk, NOW).items if code not in NEW
    ]


@NOT_NOW
def test_the_workbook_of_a_period_has_its_questions_and_no_other(
    desk: Store, not_now: Framework
) -> None:
    for give in (
        lambda framework: workbook.blank(desk, framework, CLERK, QINGXI, PERIOD, "zh"),
        lambda framework: survey_files.template(desk, framework, OPERATOR, QINGXI, PERIOD),
    ):
        assert codes_in(give(NOW)[1]) >= NEW
        assert not NEW & codes_in(give(not_now)[1])


def test_a_question_that_has_ended_stays_in_the_years_that_asked_it(desk: Store) -> None:
    assert set(shown(desk, ENDED, period="2024").items) >= NEW
    _, data = survey_files.template(desk, ENDED, OPERATOR, QINGXI, "2024")
    assert codes_in(data) >= NEW


def test_a_workbook_has_only_the_strengths_that_the_period_asks(desk: Store) -> None:
    asks_only(desk, "venues")
    _, data = workbook.blank(desk, NOW, CLERK, QINGXI, PERIOD, "zh")
    assert {"legal_yn", "members_n"} <= codes_in(data)
    assert not {"firms_n", *NEW} & codes_in(data)
    assert workbook.preview(desk, NOW, CLERK, QINGXI, PERIOD, FILE, data).changes == 0


# Refused


@NOT_NOW
def test_what_is_not_asked_cannot_be_typed(desk: Store, not_now: Framework) -> None:
    with pytest.raises(NotSaved) as refused:
        drafts.save(desk, not_now, CLERK, QINGXI, PERIOD, WHOLE, Answer("value", 3.0), 0)
    assert told(refused.value.problems) == [("form.not_asked", None)]


@NOT_NOW
def test_a_template_of_another_year_is_refused_and_names_the_answers_nobody_asks(
    desk: Store, not_now: Framework
) -> None:
    """The answered rows only: a blank one takes nothing from anybody."""
    data, before = book(NOW, firms_n=10, desks_n=4), desk.revision
    expected = [("workbook.other_edition", "B8"), ("workbook.question_not_asked", "A7")]
    with pytest.raises(Rejected) as refused:
        workbook.preview(desk, not_now, CLERK, QINGXI, PERIOD, FILE, data)
    assert told(refused.value.problems) == expected
    (result,) = survey_files.file_workbooks(desk, not_now, OPERATOR, [(FILE, data)])
    assert (result.outcome, told(result.problems)) == ("rejected", expected)
    assert result.problems[1].facts["period"] == PERIOD
    assert desk.revision == before


def test_a_template_of_all_strengths_is_refused_where_only_one_is_asked(desk: Store) -> None:
    data = book(NOW, firms_n=10, members_n=5)
    asks_only(desk, "venues")
    with pytest.raises(Rejected) as refused:
        workbook.preview(desk, NOW, CLERK, QINGXI, PERIOD, FILE, data)
    assert told(refused.value.problems) == [
        ("workbook.other_edition", "B8"),
        ("workbook.question_not_asked", "A5"),
    ]


@NOT_NOW
def test_a_csv_with_an_answer_nobody_asks_for_is_refused_whole(
    desk: Store, not_now: Framework
) -> None:
    lines = ["unit,period,field,value", f"{QINGXI},{PERIOD},firms_n,10"]
    lines += [f"{QINGXI},{PERIOD},{code},{value}" for code, value in ((WHOLE, 4), (PART, ""))]
    lines += [f"{QINGXI},{PERIOD},nonsense,1"]
    data, before = "\n".join(lines).encode(), desk.revision
    with pytest.raises(Rejected) as refused:
        survey_files.file_answers_csv(desk, not_now, OPERATOR, "a.csv", data)
    assert [(p.code, p.place.line, p.place.column) for p in refused.value.problems] == [
        ("answers_csv.not_asked", 3, 3),
        ("answers_csv.not_asked", 4, 3),
        ("answers_csv.unknown_field", 5, 3),
    ]
    assert refused.value.problems[0].facts["period"] == PERIOD
    assert desk.revision == before


def test_a_csv_may_answer_what_another_of_its_years_asks(desk: Store) -> None:
    data = f"unit,period,field,value\n{QINGXI},2024,{WHOLE},4\n{QINGXI},{PERIOD},firms_n,9\n"
    results = survey_files.file_answers_csv(desk, ENDED, OPERATOR, "a.csv", data.encode())
    assert {(result.period, result.outcome) for result in results} == {
        ("2024", "filed"),
        (PERIOD, "filed"),
    }


def test_a_csv_is_held_to_the_strengths_of_its_period(desk: Store) -> None:
    asks_only(desk, "venues")
    data = f"unit,period,field,value\n{QINGXI},{PERIOD},members_n,5\n{QINGXI},{PERIOD},firms_n,9\n"
    with pytest.raises(Rejected) as refused:
        survey_files.file_answers_csv(desk, NOW, OPERATOR, "a.csv", data.encode())
    assert [(p.code, p.place.line) for p in refused.value.problems] == [
        ("answers_csv.not_asked", 3)
    ]


@NOT_NOW
def test_nobody_tries_what_is_not_asked(province: Store, not_now: Framework) -> None:
    year = "2024" if not_now is COMING else "2025"
    if year == "2025":
        period_opening.open_period(province, OPERATOR, year, date(2026, 1, 31))
    who = (DataSource(province, not_now), READER, QINGXI, year)
    assert not NEW & set(what_if.questions(*who))
    with pytest.raises(TrialRefused) as refused:
        what_if.trial(*who, answers={WHOLE: TrialAnswer("value", 1)})
    assert told(refused.value.problems) == [("what_if.unknown_field", None)]


# Kept, and not counted


@NOT_NOW
def test_a_draft_of_what_is_no_longer_asked_is_kept_told_and_not_submitted(
    desk: Store, not_now: Framework
) -> None:
    type_all(desk, NOW)
    type_in(desk, NOW, WHOLE, 4)
    seen = shown(desk, not_now)
    assert [(said.field, said.value) for said in seen.unasked] == [(WHOLE, 4)]
    assert rules.progress(seen.items.values(), ()).asked == len(seen.items)
    submit.submit(desk, not_now, CLERK, QINGXI, PERIOD)
    assert WHOLE not in form.recorded(desk, CLERK, QINGXI, PERIOD)
    assert form.working(desk, CLERK, QINGXI, PERIOD)[WHOLE].is_draft
    assert [said.field for said in shown(desk, not_now).unasked] == [WHOLE]


def test_a_form_that_asks_everything_that_was_said_has_nothing_to_tell(desk: Store) -> None:
    type_in(desk, NOW, WHOLE, 4)
    assert shown(desk, NOW).unasked == ()


@NOT_NOW
def test_what_was_filed_before_is_told_to_the_reviewer_and_neither_exported_nor_counted(
    desk: Store, not_now: Framework
) -> None:
    type_all(desk, NOW)
    type_in(desk, NOW, WHOLE, 4)
    submit.submit(desk, NOW, CLERK, QINGXI, PERIOD)
    case = items.of_unit(desk, not_now, REVIEWER, QINGXI, PERIOD)
    assert [said.field for said in case.unasked] == [WHOLE]
    assert WHOLE not in {item.question.code for item in case.items}
    exported = survey_files.export_answers(desk, not_now, OPERATOR, PERIOD).decode()
    assert f"{PERIOD},firms_n,10" in exported
    assert WHOLE not in exported
    (again,) = survey_files.file_answers_csv(desk, not_now, OPERATOR, "a.csv", exported.encode())
    assert again.outcome == "unchanged"
    assert form.recorded(desk, CLERK, QINGXI, PERIOD)[WHOLE].value == 4
    totals = scores(DataSource(desk, not_now), READER, PERIOD).totals.set_index("unit")
    assert totals.at[QINGXI, "completeness"] == 1


def test_a_part_is_not_held_to_a_whole_that_is_not_asked(desk: Store) -> None:
    """2 desks are on record for 2025, which asks only how many are open: the whole has ended."""
    type_all(desk, NOW)
    type_in(desk, NOW, WHOLE, 2)
    submit.submit(desk, NOW, CLERK, QINGXI, PERIOD)
    given = yaml.safe_load(with_indicator(three_counties.FRAMEWORK.read_text("utf-8")))
    given["strengths"][0]["indicators"][-1]["formula"] = PART
    given["fields"][-2]["until"] = "2024"
    part_only = Framework.model_validate(given)
    data = f"unit,period,field,value\n{QINGXI},{PERIOD},{PART},5\n".encode()
    with pytest.raises(Rejected) as refused:
        survey_files.file_answers_csv(desk, NOW, OPERATOR, "a.csv", data)
    assert [problem.code for problem in refused.value.problems] == ["cell.part_over_whole"]
    (result,) = survey_files.file_answers_csv(desk, part_only, OPERATOR, "a.csv", data)
    assert result.outcome == "filed"
