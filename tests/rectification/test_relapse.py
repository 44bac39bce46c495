"""What comes back by itself: a closed finding that a newly published period shows again."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from assessment.errors import NotAllowed
from assessment.framework.model import Framework
from assessment.kernel import clock
from assessment.kernel.actors import Actor
from assessment.rectification.findings import cases, effect, relapse, signals
from assessment.rectification.findings.finding_workflow import Stage
from assessment.rectification.findings.findings_table import Finding
from assessment.rectification.findings.measures import RectificationRefused
from assessment.rectification.findings.rules import EventForm
from assessment.scores.basis.basis import DataSource
from assessment.scores.basis.scores import scores
from assessment.store.database import Store
from assessment.survey.publishing import snapshots
from tests.kit.province import rectifying, three_counties
from tests.kit.province.rectifying import FOUND, REVIEWER, TEAM, put, standing, take
from tests.kit.province.three_counties import BAISHI, QINGXI, YUNLU
from tests.kit.standing_clock import noon

TEXT = (
    three_counties.FRAMEWORK.read_text("utf-8")
    .replace("weights_sum: 100\n", "")
    .replace("{2020: 2, 2030: 4}", "2")
)
PUBLISHER = Actor("chen", "publisher", live=True)

SLOW = replace(FOUND, unit=QINGXI, period="2023", team=None)
"""Qingxi's union rate is 60 % in 2024, and the signal fires under 70 %."""


LATELY = noon(date(2025, 2, 10))
"""When 2024 is published: its figures are of days up to 41 days ago."""


@pytest.fixture(autouse=True)
def _publishing_day() -> Iterator[None]:
    with clock.at(LATELY):
        yield


def publish(store: Store, period: str = "2024", note: str = "发布") -> None:
    snapshots.publish(store, TEXT, PUBLISHER, period, note)


def ago(days: int) -> datetime:
    return clock.now() - timedelta(days=days)


@pytest.mark.parametrize("stage", ["closed", "revisited", "consolidated"])
def test_what_fails_again_in_a_later_period_is_reopened_with_its_history(
    province: Store, stage: Stage
) -> None:
    finding = put(province, stage, SLOW, ago(60))
    before = [each.event for each in cases.history(province, REVIEWER, finding)]
    publish(province)
    seen = standing(province, finding)
    assert (seen.stage, seen.reopened) == ("assigned", 1)
    *earlier, last = cases.history(province, REVIEWER, finding)
    assert [each.event for each in earlier] == before
    assert (last.event, last.actor, last.reason, last.note) == (
        *("reopen", "chen", "relapse", "2024"),
    )
    assert last.due is not None


@pytest.mark.parametrize(
    ("stage", "finding", "days"),
    [
        ("closed", SLOW, 200),
        ("closed", SLOW, 30),
        ("closed", replace(SLOW, period="2024"), 60),
        ("closed", replace(SLOW, unit=BAISHI), 60),
        ("closed", replace(SLOW, unit=YUNLU), 60),
        ("closed", replace(SLOW, problem=None), 60),
        ("unfounded", SLOW, 60),
        ("voided", SLOW, 60),
        ("under_way", SLOW, 60),
    ],
    ids=[
        "closed longer ago than six months",
        "closed since the period ended",
        "of the very period",
        "no longer shown",
        "not known",
        "nothing measures it",
        "unfounded",
        "voided",
        "still worked",
    ],
)
def test_nothing_else_is_reopened(
    province: Store, stage: Stage, finding: Finding, days: int
) -> None:
    number = put(province, stage, finding, ago(days))
    publish(province)
    assert standing(province, number).stage == stage


def test_figures_published_again_reopen_nothing_closed_since_they_were_of(
    province: Store, framework: Framework
) -> None:
    before = put(province, "closed", SLOW, ago(60))
    publish(province)
    assert standing(province, before).reopened == 1
    since = put(province, "closed", SLOW, ago(5))
    three_counties.file(province, framework, QINGXI, "2024", [5, 10, 1, 1, 0, 0, 100, 1000])
    publish(province, note="更正")
    assert standing(province, since).stage == "closed"
    assert standing(province, before).reopened == 1


@pytest.mark.parametrize(
    ("closed", "published", "is_back"),
    [
        (date(2024, 12, 30), date(2025, 6, 30), True),
        (date(2024, 12, 30), date(2025, 7, 1), False),
        (date(2024, 8, 31), date(2025, 2, 28), True),
        (date(2024, 8, 31), date(2025, 3, 1), False),
        (date(2024, 12, 30), date(2025, 1, 5), True),
        (date(2024, 12, 31), date(2025, 1, 5), False),
    ],
)
def test_it_comes_back_within_six_months_by_figures_of_days_after_it_was_closed(
    province: Store, framework: Framework, closed: date, published: date, is_back: bool
) -> None:
    finding = put(province, "closed", SLOW, noon(closed))
    run = scores(DataSource(province, framework), REVIEWER, "2024")
    now = noon(published)
    with province.writing(actor="t", action="x.y", subject="*", facts={}) as cursor:
        back = relapse.reopened(cursor, province, framework, PUBLISHER, run, now)
    assert back == ([finding] if is_back else [])


def test_what_is_not_published_reopens_nothing(province: Store) -> None:
    finding = put(province, "closed", SLOW, ago(60))
    publish(province, "2023")
    assert standing(province, finding).stage == "closed"
    with pytest.raises(snapshots.PublishRefused):
        publish(province, "2024", " ")
    assert standing(province, finding).stage == "closed"


@pytest.mark.parametrize(
    ("unit", "problem", "indicator", "shown"),
    [
        (QINGXI, "WORK-01", None, True),
        (BAISHI, "WORK-01", None, False),
        (YUNLU, "WORK-01", None, None),
        (QINGXI, "VEN-01", "windows", True),
        (BAISHI, "VEN-01", "windows", False),
        (QINGXI, None, "rate", True),
        (BAISHI, None, "rate", False),
        (YUNLU, None, "rate", None),
        (QINGXI, "VEN-01", None, None),
        (QINGXI, None, None, None),
        ("439999", "WORK-01", "rate", None),
    ],
)
def test_a_problem_shows_by_its_signal_or_else_by_its_indicator(
    province: Store,
    framework: Framework,
    unit: str,
    problem: str | None,
    indicator: str | None,
    shown: bool | None,
) -> None:
    run = scores(DataSource(province, framework), REVIEWER, "2024")
    assert signals.shows(framework, run, unit, problem, indicator) is shown


@pytest.mark.parametrize(
    ("unit", "wanted"), [(QINGXI, "measured_out"), (BAISHI, None), (YUNLU, "measured_unknown")]
)
def test_a_check_by_the_indicator_passes_only_what_is_in_range_again(
    province: Store, framework: Framework, unit: str, wanted: str | None
) -> None:
    check = EventForm(note="看过数据", way="indicator")
    finding = put(province, "closing", replace(FOUND, unit=unit, team=None), ago(60))
    with pytest.raises(RectificationRefused) as refused:
        take(province, framework, REVIEWER, finding, "check", check)
    assert [each.code for each in refused.value.problems] == ["rectification.not_measured"]
    publish(province)
    if wanted is None:
        assert take(province, framework, REVIEWER, finding, "check", check) == "checked"
        return
    with pytest.raises(RectificationRefused) as refused:
        take(province, framework, REVIEWER, finding, "check", check)
    assert [each.code for each in refused.value.problems] == [f"rectification.{wanted}"]


def test_only_figures_published_since_it_was_assigned_count(
    province: Store, framework: Framework
) -> None:
    early = put(province, "closing", replace(FOUND, unit=BAISHI), ago(60))
    with clock.at(LATELY - timedelta(days=55)):
        publish(province)
    late = put(province, "closing", replace(FOUND, unit=BAISHI), LATELY - timedelta(days=50))
    told = effect.again(DataSource(province, framework), TEAM, standing(province, early))
    assert told == effect.Measured("2024", shows=False)
    assert effect.again(DataSource(province, framework), TEAM, standing(province, late)) is None


def test_figures_of_days_before_it_was_assigned_measure_nothing_again(
    province: Store, framework: Framework
) -> None:
    finding = put(province, "closing", replace(FOUND, unit=BAISHI, team=None), ago(30))
    publish(province)
    assert (
        effect.again(DataSource(province, framework), REVIEWER, standing(province, finding)) is None
    )
    check = EventForm(note="看过数据", way="indicator")
    with pytest.raises(RectificationRefused) as refused:
        take(province, framework, REVIEWER, finding, "check", check)
    assert [each.code for each in refused.value.problems] == ["rectification.not_measured"]


def test_who_may_not_publish_reopens_nothing(province: Store, framework: Framework) -> None:
    run = scores(DataSource(province, framework), REVIEWER, "2024")
    with (
        province.writing(actor="t", action="x.y", subject="*", facts={}) as cursor,
        pytest.raises(NotAllowed),
    ):
        relapse.reopened(cursor, province, framework, rectifying.REVIEWER, run)
