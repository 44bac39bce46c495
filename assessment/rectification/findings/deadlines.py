"""Days that count in rectification: quarterly reports, the second look, and what is late.

A light is a sign of time and never of the stage: blue near due, yellow behind a measure's own
date, red overdue. Who waits for somebody else's check has no light.
"""

from datetime import date, timedelta
from typing import Literal, get_args

import pandas as pd

from assessment.kernel import clock
from assessment.rectification.findings.cases import Case

Light = Literal["red", "yellow", "blue", "none"]
LIGHTS: tuple[Light, ...] = get_args(Light)

NEAR = timedelta(days=7)
QUARTER = 3
"""Months between two reports on what takes long."""

REVISIT_FROM, REVISIT_BY = 3, 6
"""Months after closing in which somebody looks again; and within which a relapse reopens."""

_WORKED = frozenset({"assigned", "signed", "under_way", "long_term"})


def months_after(day: date, months: int) -> date:
    """The same day of the month, or its last.

    >>> months_after(date(2025, 11, 30), 3)
    datetime.date(2026, 2, 28)
    """
    later: date = (pd.Timestamp(day) + pd.DateOffset(months=months)).date()
    return later


def report_due(case: Case) -> date | None:
    """Until when the next quarterly report is due; None where none is."""
    long = case.stage == "long_term" or (case.stage == "under_way" and case.kind == "long_term")
    if not long or case.reported_at is None:
        return None
    return months_after(clock.local_day(case.reported_at), QUARTER)


def revisit_span(case: Case) -> tuple[date, date] | None:
    """From when to when somebody is to look again; None unless it is closed and nobody has."""
    if case.stage != "closed" or case.closed_on is None:
        return None
    return (
        months_after(case.closed_on, REVISIT_FROM),
        months_after(case.closed_on, REVISIT_BY),
    )


def next_day(case: Case) -> date | None:
    """The day something is to be done by; of a report and of the whole, the earlier."""
    if (span := revisit_span(case)) is not None:
        return span[1]
    due = case.due if case.stage in _WORKED else None
    return min((day for day in (due, report_due(case)) if day is not None), default=None)


def light(case: Case, today: date) -> Light:
    due = next_day(case)
    if due is not None and due < today:
        return "red"
    behind = case.measure_due is not None and case.measure_due < today
    if behind and case.stage in ("under_way", "long_term"):
        return "yellow"
    span = revisit_span(case)
    if span is not None:
        return "blue" if span[0] <= today else "none"
    return "blue" if due is not None and due - today <= NEAR else "none"
