"""What a team saw of single answers a county had reported."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from assessment.store import batch


@dataclass(frozen=True, slots=True)
class SpotCheck:
    unit: str
    period: str
    field: str
    answer: int
    """Entry of the answer it is about."""

    outcome: str
    """`agree`, `differ` or `could_not`."""

    team: str
    day: date
    state: str | None = None
    """Of what the team saw itself: `value` or `not_applicable`; None where it cannot say."""

    value: float | None = None
    note: str | None = None
    withdrawn: bool = False
    spot_check: int | None = None


def record(cursor: batch.Cursor, checks: Sequence[SpotCheck]) -> list[int]:
    """Add checks, or what is said anew under old numbers, and return their numbers."""
    numbers = batch.numbers(cursor, "spot_check_number", (row.spot_check for row in checks))
    batch.insert(
        cursor,
        "spot_check_entry",
        [replace(row, spot_check=number) for row, number in zip(checks, numbers, strict=True)],
    )
    return numbers
