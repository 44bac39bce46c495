"""What the demonstration records in bulk is what people would have recorded click by click."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd
import pytest

from assessment.demonstration import demo_in_bulk, demo_rectification, demo_survey, demo_under_way
from assessment.demonstration.demo_by_hand import County
from assessment.demonstration.demo_courses import COURSES
from assessment.demonstration.invention import under_way, whole, workbooks
from assessment.demonstration.invention.under_way import PERIOD
from assessment.field.visits import bulk_log
from assessment.framework.loader import DEFAULT, load
from assessment.framework.model import Framework
from assessment.kernel.actors import OPERATOR
from assessment.kernel.answers import Answer
from assessment.rectification.findings.findings_table import Finding
from assessment.store.database import Store
from assessment.survey.filing import drafts, submit
from assessment.survey.periods import period_opening, submissions
from assessment.units import setup
from assessment.units.units_table import Prefecture, Unit
from tests.kit import stores
from tests.kit.people import READER

PREFECTURE = "431000"
"""It has counties at every stage."""

BEFORE = under_way.BEFORE
DAY = date(2024, 5, 4)

UNSEEN = (
    *("at", "given_at", "filed_at", "added_at", "recorded_at", "since", "submitted_at"),
    *("entry", "audit", "filing", "answer", "measure"),
)
"""Columns of moments and of running numbers; what a verdict is about stands beside it."""


@dataclass(frozen=True, slots=True)
class Province:
    """One prefecture of the demonstration, and what its counties answered."""

    city: Prefecture
    units: Sequence[Unit]
    answers: pd.DataFrame

    @property
    def codes(self) -> list[str]:
        return [unit.unit for unit in self.units]

    def founded(self) -> Store:
        store = stores.new()
        setup.found(store, OPERATOR, [self.city], self.units)
        setup.mark_demonstration(store, OPERATOR)
        period_opening.open_period(store, OPERATOR, BEFORE, workbooks.deadline(BEFORE))
        return store


@pytest.fixture(scope="module")
def framework() -> Framework:
    return load(DEFAULT)


@pytest.fixture(scope="module")
def province(framework: Framework) -> Province:
    cities, everywhere = setup.read_units(setup.DATA, framework)
    units = [unit for unit in everywhere if unit.prefecture == PREFECTURE]
    drawn = whole.drawn(
        framework,
        pd.DataFrame(everywhere),
        {city.prefecture: city.name for city in cities},
        only_units={unit.unit for unit in units},
    )
    (city,) = (city for city in cities if city.prefecture == PREFECTURE)
    return Province(city, units, drawn.answers)


@pytest.fixture
def opened() -> Iterator[Callable[[Store], Store]]:
    """Has a store closed after the test."""
    kept: list[Store] = []

    def keep(store: Store) -> Store:
        kept.append(store)
        return store

    yield keep
    for store in kept:
        store.close()


def rows(store: Store, table: str, *apart: str) -> list[str]:
    """A table as a reader sees it, in an order of its own; without the columns `apart`."""
    with store.reading() as cursor:
        frame = cursor.table(table).df()
    left = frame.drop(columns=[name for name in (*UNSEEN, *apart) if name in frame])
    return sorted(left.to_csv(index=False, header=False).splitlines())


def filed(store: Store, framework: Framework, province: Province, by_workbook: list[str]) -> None:
    demo_survey.file(
        store,
        framework,
        OPERATOR,
        province.answers,
        province.units,
        [BEFORE],
        by_workbook,
        lambda *_: None,
    )


def test_a_survey_taken_over_is_the_workbook_imported(
    framework: Framework, province: Province, opened: Callable[[Store], Store]
) -> None:
    by_workbook, in_bulk = opened(province.founded()), opened(province.founded())
    filed(by_workbook, framework, province, province.codes)
    filed(in_bulk, framework, province, [])
    assert len(rows(in_bulk, "answer_entry")) > 80 * len(province.units)
    assert len(rows(in_bulk, "audit")) < len(rows(by_workbook, "audit"))
    for table in ("answer_entry", "submission_entry"):
        assert rows(in_bulk, table) == rows(by_workbook, table)
    files = ("file_name", "file_hash")
    assert rows(in_bulk, "filing", *files) == rows(by_workbook, "filing", *files)


def test_a_period_under_way_is_the_same_in_bulk_as_click_by_click(
    framework: Framework, province: Province, opened: Callable[[Store], Store]
) -> None:
    stages = under_way.stages(province.codes, demo_under_way.SETTLED)
    assert set(stages.values()) == set(under_way.SHARES)
    by_hand, in_bulk = opened(province.founded()), opened(province.founded())
    for store, chosen in ((by_hand, province.codes), (in_bulk, [])):
        filed(store, framework, province, [])
        demo_under_way.begin(
            store,
            framework,
            OPERATOR,
            province.answers,
            province.units,
            lambda *_: None,
            chosen,
        )
    assert len(rows(in_bulk, "audit")) < len(rows(by_hand, "audit"))
    for table in (
        *("draft_entry", "answer_entry", "submission_entry", "verdict_entry", "submission"),
        *("verdict", "working_answer", "answer"),
    ):
        assert rows(in_bulk, table) == rows(by_hand, table), table
    # A workbook made twice has other bytes.
    assert rows(in_bulk, "filing", "file_hash") == rows(by_hand, "filing", "file_hash")
    assert any(",returned," in row for row in rows(in_bulk, "verdict"))


def test_findings_led_together_come_as_far_as_those_led_one_by_one(
    framework: Framework, province: Province, opened: Callable[[Store], Store]
) -> None:
    by_hand, in_bulk = opened(province.founded()), opened(province.founded())
    for store, chosen in ((by_hand, province.codes), (in_bulk, [])):
        bulk_log.take_over_findings(
            store,
            framework,
            OPERATOR,
            [
                Finding(unit, BEFORE, "organisation", "medium", f"情况{number}", DAY)
                for number, unit in enumerate(2 * province.codes)
            ],
        )
        led = demo_rectification.begin(store, framework, OPERATOR, chosen)
        assert led == 2 * len(province.codes) >= len(COURSES)
    assert len(rows(in_bulk, "audit")) < len(rows(by_hand, "audit"))
    for table, apart in (
        *(("finding_event_entry", ()), ("finding", ()), ("measure_finding_entry", ())),
        *(("measure_entry", ()), ("attachment_entry", ("attachment",)), ("evidence_file", ())),
    ):
        assert rows(in_bulk, table, *apart) == rows(by_hand, table, *apart), table


def test_what_a_form_would_not_let_through_is_not_submitted_in_bulk(
    framework: Framework, province: Province, opened: Callable[[Store], Store]
) -> None:
    store = opened(province.founded())
    filed(store, framework, province, [])
    demo_under_way.begin(store, framework, OPERATOR, province.answers, [], lambda *_: None)
    given = {"members_n": Answer("value", 3.0, note="已核对")}
    for unit, answer, refused in zip(
        province.units,
        (Answer("value", 0.5), Answer("not_applicable"), Answer("value", 3.0)),
        (drafts.NotSaved, submit.NotReady, submit.NotReady),
        strict=False,
    ):
        wrong = County(unit, given | {"members_n": answer}, "submitted")
        with pytest.raises(refused):
            demo_in_bulk.bring(store, framework, OPERATOR, [wrong], DAY)
        assert submissions.of_unit(store, READER, unit.unit, PERIOD).submitted_at is None
    fine = County(province.units[-1], given, "submitted")
    demo_in_bulk.bring(store, framework, OPERATOR, [fine], DAY)
    assert submissions.of_unit(store, READER, fine.unit.unit, PERIOD).state == "submitted"
    with pytest.raises(drafts.FormFrozen):
        demo_in_bulk.bring(store, framework, OPERATOR, [fine], DAY)
