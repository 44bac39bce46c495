"""Where everything stands, so that any sheet can refer to any other.

A unit has the same row on every sheet, an indicator the same column on every sheet that lists
indicators. Below the units come the unit and period rows of earlier periods, for frameworks that
look back.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from assessment.exchange.live_workbook.inputs import Inputs
from assessment.framework.model import (
    Bands,
    Goalposts,
    Indicator,
    Linear,
    Target,
    WinsorisePercentiles,
    WinsorisePoints,
)
from assessment.framework.period import Period

TITLE, MARK, NOTE, GROUP, CODE, NAME, WEIGHT, FIRST = range(8)
"""Rows above the units: what the sheet is, whether its data are invented, how it is computed;
strength, code, name, weight."""

FROM = 2
"""The first column after a unit's code and name."""

UNIT_PERIOD, UNIT_END, UNIT_PREFECTURE, UNIT_PREFECTURE_KEY, UNIT_GROUP, UNIT_GROUP_KEY = range(
    FROM, FROM + 6
)
"""Columns of the sheet of units."""

EVERYONE = "all"
"""The key of the pool of all units; others are `peer_group:county`, `prefecture:430100`."""

FIXED = (Target, Goalposts, Bands, Linear)
"""Scales on which the other units do not matter."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the sheets: a unit in this period or an earlier one."""

    row: int
    unit: str
    period: str


@dataclass(frozen=True)
class Layout:
    given: Inputs

    @cached_property
    def earlier(self) -> tuple[str, ...]:
        """Periods before this one whose values are looked at, the latest first."""
        given, last = self.given, Period.of(self.given.period)
        if not any(looks_back(indicator) for _, indicator in given.indicators):
            return ()
        fields = set(given.framework.field_by_code)
        filed = {period for _, period, field in given.said if field in fields}
        same = [p for p in filed if len(p) == len(last.code) and p[4:5] == last.code[4:5]]
        before = [p for p in same if Period.of(p).start < last.start]
        if not any(i.pool.periods == "all" for _, i in given.indicators):
            before = [p for p in before if p == last.previous]
        return tuple(sorted(before, reverse=True))

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The units, then the units of each earlier period."""
        codes = list(self.given.units["unit"])
        told = [(unit, period) for period in (self.given.period, *self.earlier) for unit in codes]
        return tuple(Line(FIRST + at, unit, period) for at, (unit, period) in enumerate(told))

    @property
    def now(self) -> tuple[Line, ...]:
        return self.lines[: self.count]

    @property
    def count(self) -> int:
        return len(self.given.units)

    @cached_property
    def row_of(self) -> dict[tuple[str, str], int]:
        return {(line.unit, line.period): line.row for line in self.lines}

    @cached_property
    def column_of(self) -> dict[str, int]:
        """Of an indicator."""
        return {i.code: FROM + at for at, (_, i) in enumerate(self.given.indicators)}

    @cached_property
    def field_column_of(self) -> dict[str, int]:
        return {field.code: FROM + at for at, field in enumerate(self.given.fields)}

    def lines_of(self, indicator: Indicator) -> Iterator[Line]:
        """Where an indicator has a value: every unit, and as far back as it looks."""
        yield from self.now
        for line in self.lines[self.count :]:
            if indicator.asked_in(line.period) and self._is_looked_at(indicator, line.period):
                yield line

    def _is_looked_at(self, indicator: Indicator, period: str) -> bool:
        previous = Period.of(self.given.period).previous
        return indicator.pool.periods == "all" or (
            indicator.imputation == "last_period" and period == previous
        )

    def last_of(self, indicator: Indicator) -> int:
        """The last row of those an indicator is compared with."""
        rows = len(self.lines) if indicator.pool.periods == "all" else self.count
        return FIRST + rows - 1

    @property
    def last(self) -> int:
        """The last unit's row."""
        return FIRST + self.count - 1


def looks_back(indicator: Indicator) -> bool:
    return indicator.pool.periods == "all" or indicator.imputation == "last_period"


def winsorises(indicator: Indicator) -> bool:
    return isinstance(indicator.treatment, WinsorisePercentiles | WinsorisePoints)


def is_compared(indicator: Indicator) -> bool:
    """Whether the pool decides anything about its score."""
    return (
        not isinstance(indicator.scoring, FIXED)
        or winsorises(indicator)
        or indicator.pool.fallback == "unknown"
    )


def cell(sheet: str, row: int, column: int, *, fixed: bool = False) -> str:
    """`'得分'!D7`, or `'得分'!$D$7`."""
    return f"{quoted(sheet)}!{xl_rowcol_to_cell(row, column, fixed, fixed)}"


def down(sheet: str, column: int, first: int, last: int) -> str:
    """Part of a column, the same from wherever it is looked at: `'得分'!$D$7:$D$129`."""
    name = xl_col_to_name(column, True)
    return f"{quoted(sheet)}!{name}${first + 1}:{name}${last + 1}"


def across(sheet: str, row: int, first: int, last: int, *, fixed: bool = False) -> str:
    """Part of a row: `'得分'!D7:K7`."""
    one = xl_rowcol_to_cell(row, first, fixed, fixed)
    return f"{quoted(sheet)}!{one}:{xl_rowcol_to_cell(row, last, fixed, fixed)}"


def quoted(sheet: str) -> str:
    return "'" + sheet.replace("'", "''") + "'"
