"""Periods: opened, extended, locked; and how far one has come."""

import dataclasses
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessment.errors import NotAllowed, Rejected, Unknown
from assessment.framework import loader
from assessment.framework.model import Framework
from assessment.kernel.actors import OPERATOR, Actor
from assessment.kernel.roles import ROLES
from assessment.store.database import Store
from assessment.survey.filing import answers_table as answer_table
from assessment.survey.periods import period_progress, periods, submissions, submissions_due
from assessment.survey.periods import submissions_table as table
from assessment.survey.periods.periods import Opening, PeriodRefused
from assessment.survey.periods.submission_workflow import STATES
from assessment.survey.periods.submissions_table import SubmissionEvent
from assessment.units import units_table
from tests.kit import stores
from tests.kit.province.three_counties import BAISHI, NORTH, QINGXI, SOUTH, YUNLU, settle

PUBLISHER = Actor("chen", "publisher", live=True)
TEXT = loader.DEFAULT.read_text("utf-8")
OPENING = Opening(
    "2025", date(2026, 1, 31), strengths=("organisation",), levels="city_and_province"
)
WHY = "雨雪天气，道路不通"


@pytest.fixture
def registered(store: Store) -> Store:
    settle(store)
    return store


def codes(refused: Rejected) -> set[str]:
    return {problem.code for problem in refused.problems}


def moment(year: int, month: int, day: int, hour: int = 0) -> datetime:
    """As the tables keep it: UTC, without a zone."""
    return datetime(year, month, day, hour, tzinfo=UTC).replace(tzinfo=None)


def test_a_period_opened_by_mistake_is_gone_and_may_be_opened_again(registered: Store) -> None:
    periods.open_period(registered, PUBLISHER, OPENING, TEXT)
    assert periods.is_unused(registered, PUBLISHER, "2025")
    with pytest.raises(PeriodRefused) as refused:
        periods.withdraw(registered, PUBLISHER, "2025", " ")
    assert codes(refused.value) == {"period.no_reason"}
    periods.withdraw(registered, PUBLISHER, "2025", "误开")
    assert [run.period for run in periods.of_all(registered, PUBLISHER)] == ["2024", "2023"]
    with pytest.raises(Unknown):
        submissions.of_unit(registered, OPERATOR, BAISHI, "2025")
    periods.open_period(registered, PUBLISHER, OPENING, TEXT)
    assert periods.of(registered, PUBLISHER, "2025").deadline == OPENING.deadline
    assert audited(registered)[-3:] == [
        ("period.open", "chen"),
        ("period.withdraw", "chen"),
        ("period.open", "chen"),
    ]


def test_what_is_due_in_other_periods_is_told_the_earliest_first(registered: Store) -> None:
    clerk = Actor("wang", "county", frozenset({BAISHI}))
    periods.open_period(registered, PUBLISHER, replace(OPENING, deadline=date(2099, 1, 31)), TEXT)
    assert submissions_due.elsewhere(registered, clerk, BAISHI, "2025") == []
    stand(registered, BAISHI, "returned")
    (due,) = submissions_due.elsewhere(registered, clerk, BAISHI, "2025")
    assert (due.period, due.state) == ("2024", "returned")
    (due,) = submissions_due.elsewhere(registered, clerk, BAISHI, "2024")
    assert (due.period, due.state, due.due) == ("2025", "not_started", date(2099, 1, 31))
    periods.lock(registered, PUBLISHER, "2024", WHY)
    assert submissions_due.elsewhere(registered, clerk, BAISHI, "2025") == []


def test_a_period_that_anything_names_is_not_withdrawn(registered: Store) -> None:
    stand(registered, BAISHI, "submitted")
    assert not periods.is_unused(registered, PUBLISHER, "2024")
    with pytest.raises(PeriodRefused) as refused:
        periods.withdraw(registered, PUBLISHER, "2024", WHY)
    assert codes(refused.value) == {"period.in_use"}


def stand(store: Store, unit: str, state: str, at: datetime | None = None) -> None:
    """Put a submission of 2024 where a test wants it."""
    event = SubmissionEvent(unit, "2024", "submit", state, "somebody", at=at or moment(2025, 1, 1))
    with store.writing(actor="test", action="x.y", subject=unit, facts={}) as cursor:
        table.record(cursor, [event])


def audited(store: Store) -> list[tuple[str, str]]:
    with store.reading() as cursor:
        rows = cursor.execute("select action, actor from audit order by audit").fetchall()
    return [(str(action), str(actor)) for action, actor in rows]


def test_a_period_opens_with_its_dates_its_rules_and_the_framework_as_written(
    registered: Store,
) -> None:
    run = periods.open_period(registered, PUBLISHER, OPENING, TEXT)
    assert periods.of(registered, PUBLISHER, "2025") == run
    assert (run.starts, run.ends) == (date(2025, 1, 1), date(2025, 12, 31))
    assert (run.levels, run.counts, run.others) == (
        "city_and_province",
        "self_reported",
        "anonymous",
    )
    assert run.framework == loader.fingerprint(TEXT)
    assert audited(registered)[-1] == ("period.open", "chen")


def test_a_period_is_run_by_the_framework_as_it_was_when_it_opened(
    registered: Store, framework: Framework
) -> None:
    periods.open_period(registered, PUBLISHER, OPENING, TEXT)
    edited = framework.model_copy(update={"strengths": framework.strengths[:1]})
    pinned = periods.framework_of(registered, PUBLISHER, "2025", edited)
    assert pinned == loader.loads(TEXT, "2025")
    assert periods.framework_of(registered, PUBLISHER, "2024", edited) is edited


def test_a_period_asks_only_the_strengths_it_was_opened_for(
    registered: Store, framework: Framework
) -> None:
    run = periods.open_period(registered, PUBLISHER, OPENING, TEXT)
    assert run.strengths == ("organisation",)
    asked = periods.asked_fields(framework, dataclasses.replace(run, asked="work"))
    assert [field.code for field in asked] == ["covered_n", "firms_n", "meetings_n"]
    everything = periods.of(registered, PUBLISHER, "2024")
    assert periods.asked_fields(framework, everything) == framework.fields


def test_everything_wrong_with_an_opening_is_said_at_once(registered: Store) -> None:
    wrong = Opening("2024", date(2020, 1, 1), strengths=("courage",))
    with pytest.raises(PeriodRefused) as refused:
        periods.open_period(registered, PUBLISHER, wrong, TEXT)
    assert codes(refused.value) == {
        "period.exists",
        "setup.deadline_too_early",
        "period.unknown_strength",
    }
    with pytest.raises(PeriodRefused) as refused:
        periods.open_period(registered, PUBLISHER, Opening("nonsense", date(2020, 1, 1)), TEXT)
    assert codes(refused.value) == {"setup.bad_period"}


def test_a_deadline_is_put_off_for_a_reason_and_never_brought_forward(registered: Store) -> None:
    run = periods.extend(registered, PUBLISHER, "2024", date(2025, 2, 15), WHY)
    assert periods.of(registered, PUBLISHER, "2024") == run
    with pytest.raises(PeriodRefused) as refused:
        periods.extend(registered, PUBLISHER, "2024", date(2025, 2, 15), "  ")
    assert codes(refused.value) == {"period.not_later", "period.no_reason"}
    assert periods.of(registered, PUBLISHER, "2024").deadline == date(2025, 2, 15)


def test_a_period_is_locked_and_unlocked_for_a_reason(registered: Store) -> None:
    assert periods.lock(registered, PUBLISHER, "2024", WHY).locked
    assert submissions.of_unit(registered, PUBLISHER, BAISHI, "2024").locked
    with pytest.raises(PeriodRefused) as refused:
        periods.lock(registered, PUBLISHER, "2024", "")
    assert codes(refused.value) == {"period.locked", "period.no_reason"}
    assert not periods.unlock(registered, PUBLISHER, "2024", WHY).locked
    with pytest.raises(PeriodRefused) as refused:
        periods.unlock(registered, PUBLISHER, "2024", "字" * 1001)
    assert codes(refused.value) == {"period.not_locked", "period.reason_too_long"}


@pytest.mark.parametrize("state", STATES)
def test_who_reviews_and_what_counts_change_only_while_nothing_is_under_review(
    registered: Store, state: str
) -> None:
    stand(registered, BAISHI, state)
    if state in ("in_review", "city_reviewed"):
        with pytest.raises(PeriodRefused) as refused:
            periods.change(registered, PUBLISHER, "2024", counts="verified")
        assert codes(refused.value) == {"period.under_review"}
        assert refused.value.problems[0].facts["count"] == 1
        run = periods.change(registered, PUBLISHER, "2024", others="named")
        assert (run.counts, run.others) == ("self_reported", "named")
    else:
        run = periods.change(
            registered, PUBLISHER, "2024", counts="verified", levels="city_and_province"
        )
        assert (run.counts, run.levels) == ("verified", "city_and_province")
    assert periods.of(registered, PUBLISHER, "2024") == run


def test_changing_nothing_writes_nothing(registered: Store) -> None:
    before = registered.revision
    periods.change(registered, PUBLISHER, "2024", counts="self_reported")
    assert registered.revision == before


@pytest.mark.parametrize("role", sorted({*ROLES} - {"publisher", "operator"}))
def test_only_who_manages_periods_may(registered: Store, role: str) -> None:
    actor = Actor("somebody", role)
    for attempt in (
        lambda: periods.open_period(registered, actor, OPENING, TEXT),
        lambda: periods.extend(registered, actor, "2024", date(2025, 3, 1), WHY),
        lambda: periods.lock(registered, actor, "2024", WHY),
        lambda: periods.unlock(registered, actor, "2024", WHY),
        lambda: periods.change(registered, actor, "2024", others="named"),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_a_period_there_is_not_is_named(registered: Store) -> None:
    with pytest.raises(Unknown):
        periods.lock(registered, PUBLISHER, "1999", WHY)
    with pytest.raises(Unknown):
        period_progress.progress(registered, PUBLISHER, "1999")


def test_progress_tells_who_filed_in_time_who_late_and_who_not(registered: Store) -> None:
    stand(registered, BAISHI, "approved", moment(2025, 1, 31, 3))
    stand(registered, QINGXI, "submitted", moment(2025, 2, 2, 3))
    stand(registered, YUNLU, "filling")
    told = period_progress.progress(registered, PUBLISHER, "2024", today=date(2025, 2, 3))
    north, south = told.cities.to_dict("records")
    assert (north["prefecture"], north["expected"], north["filed"]) == (NORTH, 2, 2)
    assert (north["approved"], north["submitted"], north["on_time"], north["late"]) == (1, 1, 1, 1)
    assert (south["prefecture"], south["filed"], south["overdue"]) == (SOUTH, 0, 1)


def test_what_is_withdrawn_and_filed_again_late_is_late(registered: Store) -> None:
    moments = [("submit", "submitted", 1), ("withdraw", "filling", 2), ("submit", "submitted", 20)]
    with registered.writing(actor="t", action="x.y", subject="*", facts={}) as cursor:
        table.record(
            cursor,
            [
                SubmissionEvent(
                    BAISHI, "2024", event, state, "li", at=moment(2025, 1, 25) + timedelta(days)
                )
                for event, state, days in moments
            ],
        )
    told = period_progress.progress(registered, PUBLISHER, "2024", today=date(2025, 3, 1))
    assert told.total["late"] == 1


def test_an_asker_is_told_of_their_own_units_only(registered: Store) -> None:
    city = Actor("wang", "city", frozenset({BAISHI, QINGXI}))
    told = period_progress.progress(registered, city, "2024")
    assert list(told.cities["prefecture"]) == [NORTH]
    assert told.total["expected"] == 2
    nobody = period_progress.progress(registered, Actor("x", "city", frozenset()), "2024")
    assert nobody.cities.empty
    assert nobody.total["expected"] == 0
    with pytest.raises(NotAllowed):
        period_progress.progress(registered, Actor("x", "leader"), "2024")


@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.tuples(st.integers(0, 5), st.sampled_from(STATES), st.integers(-40, 40)), max_size=130
    ),
    st.integers(-45, 45),
)
def test_the_states_and_the_timeliness_both_add_up_to_the_units_there_are(
    standings: list[tuple[int, str, int]], today: int
) -> None:
    store = stores.new(settle)
    deadline = date(2025, 1, 31)
    with store.writing(actor="test", action="x.y", subject="*", facts={}) as cursor:
        units_table.record(
            cursor,
            [
                units_table.Unit(
                    f"44{number:04}", "某县", "A", "county", f"43{place}000", "county", True, False,
                    1.0, 2.0,
                )
                for number, (place, _, _) in enumerate(standings)
            ],
        )  # fmt: skip
        units_table.record_prefectures(
            cursor,
            [units_table.Prefecture(f"43{n}000", f"{n}州", f"{n}", 1.0, 2.0) for n in range(6)],
        )
        table.record(
            cursor,
            [
                SubmissionEvent(
                    f"44{number:04}", "2024", "submit", state, "li",
                    at=moment(2025, 1, 31) + timedelta(days),
                )
                for number, (_, state, days) in enumerate(standings)
                if state != "not_started"
            ],
        )  # fmt: skip
    told = period_progress.progress(store, OPERATOR, "2024", today=deadline + timedelta(today))
    for row in (told.total, *told.cities.to_dict("records")):
        assert sum(row[state] for state in STATES) == row["expected"]
        assert sum(row[code] for code in period_progress.TIMELINESS) == row["expected"]
        assert row["filed"] == row["on_time"] + row["late"]
    assert told.total["expected"] == 3 + len(standings)
    assert told.total["filed"] == sum(
        state not in ("not_started", "filling") for _, state, _ in standings
    )
    store.close()


def test_who_filed_before_there_were_events_has_filed(province: Store) -> None:
    told = period_progress.progress(province, PUBLISHER, "2024", today=date(2025, 2, 1))
    assert told.total["submitted"] == told.total["filed"] == 3


def test_an_answer_recorded_alone_is_of_a_filing(registered: Store) -> None:
    """What progress falls back on where there are no events."""
    with registered.writing(actor="t", action="x.y", subject="*", facts={}) as cursor:
        filing = answer_table.Filing(
            BAISHI, "2024", "a.xlsx", "0" * 64, "li", moment(2025, 1, 31, 4)
        )
        answer_table.record(cursor, filing, [])
    told = period_progress.progress(registered, PUBLISHER, "2024", today=date(2025, 2, 1))
    assert told.total["on_time"] == 1
