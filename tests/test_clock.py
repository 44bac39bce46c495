"""Moments are kept in UTC and read where the server stands, on whatever day that is there."""

import os
import time
from collections.abc import Iterator
from datetime import date, datetime

import pytest

from assessment.kernel import clock

NEW_YEARS_EVE = datetime(2027, 12, 31, 16, 30)  # noqa: DTZ001  UTC, as tables keep it


@pytest.fixture
def zone(request: pytest.FixtureRequest) -> Iterator[None]:
    """The machine stands in the zone of the parameter."""
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


def by_zone(*expected: tuple[str, object]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(("zone", "shown"), expected, indirect=["zone"])


@by_zone(
    ("Asia/Shanghai", date(2028, 1, 1)),
    ("UTC", date(2027, 12, 31)),
    ("America/Los_Angeles", date(2027, 12, 31)),
    ("Pacific/Kiritimati", date(2028, 1, 1)),
)
def test_today_is_the_day_where_the_server_stands(zone: None, shown: date) -> None:
    with clock.at(NEW_YEARS_EVE):
        assert clock.now() == NEW_YEARS_EVE
        assert clock.today() == shown


@by_zone(("Asia/Shanghai", "2028-01-01 00:30"), ("America/Los_Angeles", "2027-12-31 08:30"))
def test_a_moment_is_shown_as_on_the_wall_of_the_office(zone: None, shown: str) -> None:
    assert clock.minute(NEW_YEARS_EVE) == shown
    assert clock.second(NEW_YEARS_EVE) == f"{shown}:00"


@by_zone(("Asia/Shanghai", 16), ("UTC", 0), ("America/Los_Angeles", 8))
def test_a_day_starts_at_midnight_where_the_server_stands(zone: None, shown: int) -> None:
    assert clock.day_start(date(2028, 2, 29)).hour == shown
    assert clock.local_day(clock.day_start(date(2028, 2, 29))) == date(2028, 2, 29)


def test_the_clock_runs_on_when_the_block_ends_even_by_an_error() -> None:
    with pytest.raises(ZeroDivisionError), clock.at(NEW_YEARS_EVE):
        _ = 1 / 0
    assert clock.now() != NEW_YEARS_EVE
