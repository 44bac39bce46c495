"""Visits and stays of teams in units."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from assessment.store import batch


@dataclass(frozen=True, slots=True)
class Visit:
    team: str
    unit: str
    kind: str
    """`visit` or `stay`."""

    starts: date
    ends: date
    place: str | None = None
    diary: str | None = None
    visit: int | None = None
    method: str | None = None
    """`walk`, `talk`, `questionnaire` or `work_along`."""

    from_time: time | None = None
    until_time: time | None = None
    visited: str | None = None
    """Who was called on, by name: enterprises, unions, stations."""

    visited_kind: str | None = None
    attended: str | None = None
    """Cadres who came along."""

    workers: int | None = None
    """How many were met; None is not said."""

    together: str | None = None
    heard: str | None = None
    """Without the name of a private person."""

    seen: str | None = None
    helped: str | None = None
    reflection: str | None = None
    voided: bool = False
    """It never was, or was elsewhere: it counts nowhere, and its entries stay."""

    reason: str | None = None
    """Why it was voided."""


def record_visits(cursor: batch.Cursor, visits: Sequence[Visit]) -> list[int]:
    """Add visits, or what becomes of one under its number, and return their numbers."""
    numbers = batch.numbers(cursor, "visit_number", (visit.visit for visit in visits))
    batch.insert(
        cursor,
        "visit_entry",
        [replace(row, visit=number) for row, number in zip(visits, numbers, strict=True)],
    )
    return numbers


def under_way(cursor: batch.Cursor, team: str, unit: str, day: date) -> int | None:
    """The newest visit a team has logged in a unit for a day, under the write lock."""
    found = cursor.execute(
        """
        select max(visit)
        from visit
        where team = $team and unit = $unit and starts <= $day and ends >= $day
        """,
        {"team": team, "unit": unit, "day": day},
    ).fetchall()
    return None if found[0][0] is None else int(found[0][0])
