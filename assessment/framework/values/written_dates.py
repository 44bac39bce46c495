"""The day a text or a cell says, or the rule it breaks."""

import re
from datetime import date, datetime, time, timedelta

from assessment.framework.values.breach import Breach
from assessment.framework.values.written_numbers import number_text
from assessment.kernel import full_width
from assessment.kernel.spreadsheet_text import plain

Raw = str | float | int | bool | date | datetime | time | timedelta | None
"""A cell as a reader of workbooks or of CSV hands it over; None and blank text are empty."""

EARLIEST, LATEST = date(1949, 10, 1), date(2099, 12, 31)
"""Outside these a date is a slip of the pen, or a year typed into a date cell."""

_WRITTEN = re.compile(
    r"([0-9]{4})(?:年([0-9]{1,2})月([0-9]{1,2})[日号]|([-/.])([0-9]{1,2})\4([0-9]{1,2}))"
)

_EIGHT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")

_MIDNIGHT = re.compile(r"[ T]00:00(?::00(?:\.0+)?)?\Z")
"""What a database writes behind a day."""

_SERIALS = range(18_000, 75_000)
"""What days look like as Excel counts them: from 1949 to 2105."""


def read(raw: Raw) -> date | Breach:
    """The day; a bare number only if its digits spell one, never as Excel counts days.

    >>> read("2026年3月1日"), read(20260301.0), read("2026-03-01 00:00:00")
    (datetime.date(2026, 3, 1), datetime.date(2026, 3, 1), datetime.date(2026, 3, 1))
    >>> read("2026-02-30").code, read(46082.0).code, read("1926-01-01").code
    ('cell.impossible_date', 'cell.bare_serial', 'cell.date_implausible')
    """
    day = _day(raw)
    if isinstance(day, Breach) or EARLIEST <= day <= LATEST:
        return day
    return Breach("cell.date_implausible", {"earliest": EARLIEST, "latest": LATEST})


def _day(raw: Raw) -> date | Breach:
    if isinstance(raw, date):
        return raw.date() if isinstance(raw, datetime) else raw
    if isinstance(raw, bool) or not isinstance(raw, str | float | int):
        return Breach("cell.not_a_date")
    return _spelt(raw if isinstance(raw, str) else number_text(raw))


def _spelt(written: str) -> date | Breach:
    text = _MIDNIGHT.sub("", full_width.folded(plain(written))).replace(" ", "")
    if text.isascii() and text.isdigit() and int(text) in _SERIALS:
        return Breach("cell.bare_serial")
    found = _WRITTEN.fullmatch(text) or _EIGHT.fullmatch(text)
    if not found:
        return Breach("cell.not_a_date")
    year, month, day = (int(part) for part in found.groups() if part and part.isdigit())
    try:
        return date(year, month, day)
    except ValueError:
        return Breach("cell.impossible_date")
