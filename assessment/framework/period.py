"""Periods: a year, a half-year or a quarter, written `2024`, `2024H1`, `2024Q1`."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

PATTERN = r"^(19|20|21)[0-9]{2}(H[12]|Q[1-4])?$"
"""Nearby centuries only, so that a slip such as `0224` is refused."""

_SHAPE = re.compile(r"(\d{4})(?:([HQ])(\d))?")
_MONTHS = {None: 12, "H": 6, "Q": 3}


@dataclass(frozen=True, slots=True)
class Period:
    """A span of whole months, first to last day inclusive."""

    code: str
    start: date
    end: date

    @classmethod
    def of(cls, code: str) -> "Period":
        """Read a code; ValueError when it is not one.

        >>> Period.of("2024H2").start, Period.of("2024Q1").end
        (datetime.date(2024, 7, 1), datetime.date(2024, 3, 31))
        """
        if not re.fullmatch(PATTERN, code):
            raise ValueError(code)
        year, letter, part = _SHAPE.fullmatch(code).groups()  # type: ignore[union-attr]
        months = _MONTHS[letter]
        first = (int(part or 1) - 1) * months
        start = date(int(year), first + 1, 1)
        following = first + months
        end = date(int(year) + following // 12, following % 12 + 1, 1) - timedelta(days=1)
        return cls(code, start, end)

    @property
    def last_day(self) -> int:
        """Its end as days since 1970-01-01, which formulas know as `period_end`.

        >>> Period.of("1970Q1").last_day
        89
        """
        return (self.end - date(1970, 1, 1)).days

    @property
    def previous(self) -> str:
        """The code of the period of the same length just before.

        >>> Period.of("2024").previous, Period.of("2024H1").previous, Period.of("2024Q3").previous
        ('2023', '2023H2', '2024Q2')
        """
        year, letter, part = _SHAPE.fullmatch(self.code).groups()  # type: ignore[union-attr]
        if letter is None:
            return str(int(year) - 1)
        count = 12 // _MONTHS[letter]
        index = int(year) * count + int(part) - 2
        return f"{index // count}{letter}{index % count + 1}"


def is_between(period: str, since: str | None, until: str | None) -> bool:
    """Whether a period starts in the span from `since` to `until`; None leaves an end open.

    >>> is_between("2025", "2025", "2026"), is_between("2027", "2025", "2026")
    (True, False)
    """
    start = Period.of(period).start
    return (since is None or Period.of(since).start <= start) and (
        until is None or start <= Period.of(until).end
    )
