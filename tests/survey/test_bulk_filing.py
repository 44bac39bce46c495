"""Surveys taken over in bulk: what a workbook would bring, and nothing that one could not."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from assessment.errors import NotAllowed, Problem, Rejected
from assessment.exchange.survey_workbook import survey_template
from assessment.exchange.survey_workbook.survey_template import Survey as Book
from assessment.kernel.actors import OPERATOR, Actor
from assessment.kernel.answers import Answer
from assessment.store.database import Store
from assessment.survey.filing import bulk_filing, survey_files
from assessment.survey.filing.bulk_filing import Survey
from assessment.survey.filing.bulk_writer import Desk
from assessment.survey.periods import period_opening, review_record, submissions
from assessment.units import setup
from assessment.units.units_table import Prefecture, Unit
from tests.foundation.exchange.filled import ANSWERS, PERIOD, framework
from tests.kit import stores
from tests.kit.people import READER
from tests.kit.province.meanwhile import meanwhile

UNITS = ("430621", "430624", "430626", "430681")
SOURCE = "汇总表"


def founded(store: Store) -> Store:
    """Four counties and one open period, nothing filed."""
    units = [
        Unit(code, code, code, "county", "430600", "county", True, False, 113.0, 29.0)
        for code in UNITS
    ]
    setup.found(store, OPERATOR, [Prefecture("430600", "岳阳市", "Yueyang", 113.0, 29.0)], units)
    period_opening.open_period(store, OPERATOR, PERIOD, date(2025, 1, 31))
    return store


@pytest.fixture
def counties(store: Store) -> Store:
    return founded(store)


def told() -> dict[str, dict[str, Answer]]:
    """By unit: whole, partly open, changed here and there, and nothing at all."""
    without = {code: answer for code, answer in ANSWERS.items() if code != "growth"}
    other = ANSWERS | {
        "members_n": Answer("value", 12.0),
        "palace_level": Answer("missing"),
        "satisfaction": Answer("unavailable", None, None, "未做调查"),
        "funds_yuan": Answer("not_applicable", None, "见附件", "没有经费"),
    }
    return dict(zip(UNITS, (ANSWERS, without, other, {}), strict=True))


def taken_over(store: Store, given: Mapping[str, Mapping[str, Answer]]) -> int:
    surveys = [Survey(unit, PERIOD, answers) for unit, answers in given.items()]
    return bulk_filing.take_over(store, framework(), OPERATOR, surveys, SOURCE)


def imported(store: Store, given: Mapping[str, Mapping[str, Answer]]) -> None:
    books = [
        (unit, survey_template.build(framework(), Book(unit, unit, PERIOD, answers=answers)))
        for unit, answers in given.items()
    ]
    for result in survey_files.file_workbooks(store, framework(), OPERATOR, books):
        assert result.problems == ()


def standing(store: Store) -> list[object]:
    """All that is recorded of the four, but for when and under which number."""
    reported = review_record.reported(store, READER, PERIOD, UNITS)
    found = submissions.of_period(store, READER, PERIOD)
    return [(row.unit, row.state, row.event, row.content, row.submitted_by) for row in found] + [
        (unit, field, row.answer, row.filed_by)
        for unit, rows in reported.items()
        for field, row in rows.items()
    ]


def test_what_is_taken_over_is_what_the_workbooks_bring(counties: Store) -> None:
    by_workbook = founded(stores.new())
    changed = dict(zip(UNITS, reversed(told().values()), strict=True))
    for given in (told(), changed):
        imported(by_workbook, given)
        taken_over(counties, given)
        assert standing(counties) == standing(by_workbook)
    cleared = review_record.reported(counties, READER, PERIOD, UNITS[:1])[UNITS[0]]
    assert {row.state for row in cleared.values()} == {"missing"}
    by_workbook.close()


def test_it_is_one_record_of_the_audit_and_says_how_much_there_was(counties: Store) -> None:
    revision = counties.revision
    changed = taken_over(counties, told())
    assert changed == sum(
        answer.state != "missing" for answers in told().values() for answer in answers.values()
    )
    assert counties.revision == revision + 1
    assert taken_over(counties, told()) == 0
    assert counties.revision == revision + 1


@pytest.mark.parametrize(
    ("field", "answer", "code"),
    [
        ("members_n", Answer("value", 0.5), "cell.not_whole"),
        ("members_n", Answer("value", 1e16), "cell.too_large"),
        ("palace_level", Answer("value", 9.0), "cell.not_a_level"),
        ("congress_due_date", Answer("value", -10_000.0), "cell.date_implausible"),
        ("satisfaction", Answer("value", 101.0), "cell.above_maximum"),
        ("ent25_union_n", Answer("value", 11.0), "cell.part_over_whole"),
        ("growth", Answer("value", 1.0, note="长" * 1001), "cell.too_long"),
        ("growth", Answer("value", 1.0, evidence="长" * 1001), "cell.too_long"),
        ("growth", Answer("not_applicable"), "form.reason_missing"),
        ("growth", Answer("unavailable"), "form.no_reason_unavailable"),
        ("weather", Answer("value", 1.0), "form.not_asked"),
    ],
)
def test_what_a_workbook_could_not_bring_is_refused_and_nothing_is_filed(
    counties: Store, field: str, answer: Answer, code: str
) -> None:
    before = standing(counties)
    with pytest.raises(Rejected) as refused:
        taken_over(counties, told() | {UNITS[1]: {**ANSWERS, field: answer}})
    (problem,) = refused.value.problems
    assert problem.code == code
    assert UNITS[1] in str(problem.place)
    assert standing(counties) == before


def test_every_problem_of_every_survey_is_named_at_once(counties: Store) -> None:
    wrong = {"members_n": Answer("value", 0.5), "palace_level": Answer("value", 9.0)}
    with pytest.raises(Rejected) as refused:
        taken_over(counties, {UNITS[0]: wrong, UNITS[1]: wrong})
    assert [problem.code for problem in refused.value.problems] == [
        *("cell.not_whole", "cell.not_a_level") * 2
    ]


def codes(problems: tuple[Problem, ...]) -> list[str]:
    return [problem.code for problem in problems]


def test_a_unit_or_a_period_that_takes_no_answers_is_refused(counties: Store) -> None:
    unknown = [Survey("999999", PERIOD, ANSWERS), Survey(UNITS[0], "1999", ANSWERS)]
    with pytest.raises(Rejected) as refused:
        bulk_filing.take_over(counties, framework(), OPERATOR, unknown, SOURCE)
    assert codes(refused.value.problems) == ["filing.unknown_unit", "filing.unknown_period"]


def test_only_who_may_import_takes_over_and_only_in_their_units(counties: Store) -> None:
    surveys = [Survey(unit, PERIOD, ANSWERS) for unit in UNITS[:2]]
    clerk = Actor("李", "county", frozenset(UNITS))
    with pytest.raises(NotAllowed):
        bulk_filing.take_over(counties, framework(), clerk, surveys, SOURCE)
    half = replace(OPERATOR, units=frozenset(UNITS[:1]))
    with pytest.raises(Rejected) as refused:
        bulk_filing.take_over(counties, framework(), half, surveys, SOURCE)
    assert codes(refused.value.problems) == ["filing.unit_not_yours"]


def test_what_somebody_files_meanwhile_is_compared_again(
    counties: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    meanwhile(counties, monkeypatch, lambda: imported(counties, {UNITS[0]: ANSWERS}))
    assert taken_over(counties, {UNITS[0]: ANSWERS}) == 0
    desk = Desk(counties, framework(), OPERATOR)
    assert desk.current(UNITS[0], PERIOD) == ANSWERS
