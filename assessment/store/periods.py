"""Assessment periods and their state."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assessment.store import batch


@dataclass(frozen=True, slots=True)
class PeriodRow:
    period: str
    starts: date
    ends: date
    deadline: date
    state: str = "open"
    """`open` takes answers; `locked` no longer does."""


def record(cursor: batch.Cursor, periods: Sequence[PeriodRow]) -> None:
    batch.insert(
        cursor,
        """
        insert into period_entry (period, starts, ends, deadline, state)
        select unnest($period::varchar[]), unnest($starts::date[]), unnest($ends::date[]),
               unnest($deadline::date[]), unnest($state::varchar[])
        """,
        periods,
    )
