"""What a team achieved in a unit in a month, figure by figure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assessment.store import batch


@dataclass(frozen=True, slots=True)
class Result:
    team: str
    unit: str
    month: date
    """Its first day."""

    figure: str
    value: int | None
    """None takes back what was said: it is not known after all."""


def newest(cursor: batch.Cursor, team: str, unit: str, month: date) -> int:
    """The last entry of a team's month in a unit, under the write lock; 0 where there is none."""
    found = cursor.execute(
        """
        select coalesce(max(entry), 0)
        from result_entry
        where team = $team and unit = $unit and month = $month
        """,
        {"team": team, "unit": unit, "month": month},
    ).fetchall()
    return int(found[0][0])


def record(cursor: batch.Cursor, results: Sequence[Result]) -> None:
    batch.insert(cursor, "result_entry", results)
