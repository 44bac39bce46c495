"""The one clock: what moment and what day it is, and how a moment reads in the office.

Tables keep moments in UTC without a zone; people read them in the office's zone, which is a setting
and not the machine's: a machine in a data centre stands in UTC, and its yesterday lasts till eight
in the morning. Nothing else in the product reads the machine's clock, so that a test can say what
time it is (`at`).
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from assessment.errors import AssessmentError

SETTING = "SIX_STRENGTHS_TIME_ZONE"
"""The environment variable that names the zone of the office, as `Asia/Urumqi`."""

USUAL_ZONE = "Asia/Shanghai"

Source = Callable[[], datetime]
"""Gives the present moment, in UTC without a zone."""


class UnknownTimeZone(AssessmentError):
    """The setting names no zone."""

    key = "error.unknown_time_zone"

    def __init__(self, *, zone: str) -> None:
        super().__init__(zone=zone, setting=SETTING, usual=USUAL_ZONE)


def zone() -> ZoneInfo:
    """The zone of the office. Raises `UnknownTimeZone`."""
    name = os.environ.get(SETTING, "").strip() or USUAL_ZONE
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError) as error:
        raise UnknownTimeZone(zone=name) from error


def machine() -> datetime:
    """The moment by this machine's own clock."""
    return datetime.now(UTC).replace(tzinfo=None)


_source: Source = machine


def now() -> datetime:
    """The present moment as every table keeps it: UTC, without a zone."""
    return _source()


def today() -> date:
    """The day it is in the office."""
    return local_day(now())


def local(moment: datetime) -> datetime:
    """A moment of a table as a clock on the office's wall shows it, with the zone."""
    return moment.replace(tzinfo=UTC).astimezone(zone())


def local_day(moment: datetime) -> date:
    """The day a moment of a table falls on in the office."""
    return local(moment).date()


def day_start(day: date) -> datetime:
    """The first moment of a day in the office, as tables keep it."""
    return datetime.combine(day, time(), zone()).astimezone(UTC).replace(tzinfo=None)


def minute(moment: datetime) -> str:
    """A moment of a table in the office's zone, to the minute: `2026-03-01 09:30`."""
    return local(moment).strftime("%Y-%m-%d %H:%M")


def short(moment: datetime) -> str:
    """A moment of a table in the office's zone: the time alone if it was today."""
    here = local(moment)
    return f"{here:%H:%M}" if here.date() == today() else minute(moment)


def second(moment: datetime) -> str:
    """A moment of a table in the office's zone, to the second."""
    return local(moment).strftime("%Y-%m-%d %H:%M:%S")


def use(source: Source) -> None:
    """Take the time from `source` in this process from now on. For tests and tools."""
    global _source  # noqa: PLW0603  the one clock of the process
    _source = source


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let it be `moment`, in UTC, until the block ends. For tests."""
    before = _source
    use(lambda: moment)
    try:
        yield
    finally:
        use(before)
