"""Moments are kept in UTC and read in the office, on whatever day that is there."""

import os
import time
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from assessment.kernel import clock

NEW_YEARS_EVE = datetime(2027, 12, 31, 16, 30)  # noqa: DTZ001  UTC, as tables keep it


@pytest.fixture
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The office stands in the zone of the parameter."""
    monkeypatch.setenv(clock.SETTING, request.param)


@pytest.fixture(params=["UTC", "America/Los_Angeles", "Pacific/Kiritimati", "Asia/Shanghai"])
def machine_zone(request: pytest.FixtureRequest) -> Iterator[None]:
    """The machine stands somewhere else."""
    before = os.environ.get("TZ")
    _stand_in(request.param)
    yield
    _stand_in(before)


def _stand_in(zone: str | None) -> None:
    if zone is None:
        os.environ.pop("TZ", None)
    else:
        os.environ["TZ"] = zone
    time.tzset()


@pytest.mark.parametrize("setting", [None, "", "Asia/Shanghai"])
def test_days_and_times_are_china_s_wherever_the_machine_stands(
    machine_zone: None, setting: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if setting is None:
        monkeypatch.delenv(clock.SETTING, raising=False)
    else:
        monkeypatch.setenv(clock.SETTING, setting)
    with clock.at(NEW_YEARS_EVE):
        assert clock.today() == date(2028, 1, 1)
        assert clock.minute(NEW_YEARS_EVE) == "2028-01-01 00:30"
        assert clock.short(NEW_YEARS_EVE) == "00:30"
        assert clock.day_start(date(2028, 1, 1)) == datetime(2027, 12, 31, 16)  # noqa: DTZ001


@pytest.mark.parametrize("name", ["Beijing", "../etc/passwd", "Asia", "UTC+8"])
def test_a_zone_there_is_not_is_named(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(clock.SETTING, name)
    with pytest.raises(clock.UnknownTimeZone) as refused:
        clock.today()
    assert refused.value.facts["zone"] == name


def test_a_date_box_opens_at_the_clock_s_day_and_not_at_the_machine_s() -> None:
    pages = Path(__file__).parents[1] / "pages"
    assert [file.name for file in pages.rglob("*.py") if '"today"' in file.read_text("utf-8")] == []


def by_zone(*expected: tuple[str, object]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(("zone", "shown"), expected, indirect=["zone"])


@by_zone(
    ("Asia/Shanghai", date(2028, 1, 1)),
    ("UTC", date(2027, 12, 31)),
    ("America/Los_Angeles", date(2027, 12, 31)),
    ("Pacific/Kiritimati", date(2028, 1, 1)),
)
def test_today_is_the_day_in_the_office(zone: None, shown: date) -> None:
    with clock.at(NEW_YEARS_EVE):
        assert clock.now() == NEW_YEARS_EVE
        assert clock.today() == shown


@by_zone(("Asia/Shanghai", "2028-01-01 00:30"), ("America/Los_Angeles", "2027-12-31 08:30"))
def test_a_moment_is_shown_as_on_the_wall_of_the_office(zone: None, shown: str) -> None:
    assert clock.minute(NEW_YEARS_EVE) == shown
    assert clock.second(NEW_YEARS_EVE) == f"{shown}:00"


@by_zone(("Asia/Shanghai", 16), ("UTC", 0), ("America/Los_Angeles", 8))
def test_a_day_starts_at_midnight_in_the_office(zone: None, shown: int) -> None:
    assert clock.day_start(date(2028, 2, 29)).hour == shown
    assert clock.local_day(clock.day_start(date(2028, 2, 29))) == date(2028, 2, 29)


def test_the_clock_runs_on_when_the_block_ends_even_by_an_error() -> None:
    with pytest.raises(ZeroDivisionError), clock.at(NEW_YEARS_EVE):
        _ = 1 / 0
    assert clock.now() != NEW_YEARS_EVE
