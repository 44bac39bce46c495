"""What becomes of findings: their events, and the measures that are to put them right."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from assessment.kernel import clock
from assessment.store import batch


@dataclass(frozen=True, slots=True)
class FindingEvent:
    """One event of one finding, and the stage it led to."""

    finding: int
    event: str
    stage: str
    actor: str
    kind: str | None = None
    """`at_once`, `by_date` or `long_term`: how it is to be put right."""

    due: date | None = None
    way: str | None = None
    """Of a check: `indicator` measured again, or `site` looked at."""

    reason: str | None = None
    """A code."""

    note: str | None = None
    target: int | None = None
    """The finding it was merged into."""

    at: datetime = dataclasses.field(default_factory=clock.now)


@dataclass(frozen=True, slots=True)
class Measure:
    """What a unit will do about one or many findings, who answers for it, and until when."""

    unit: str
    text: str
    leader: str
    department: str
    owner: str
    due: date
    withdrawn: bool = False
    measure: int | None = None


@dataclass(frozen=True, slots=True)
class MeasureFinding:
    """A measure serves a finding."""

    measure: int
    finding: int
    withdrawn: bool = False


def newest(cursor: batch.Cursor, finding: int) -> int:
    """The entry of the finding's last event, under the write lock; 0 where there was none."""
    found = cursor.execute(
        "select coalesce(max(entry), 0) from finding_event_entry where finding = $finding",
        {"finding": finding},
    ).fetchall()
    return int(found[0][0])


def record(cursor: batch.Cursor, events: Sequence[FindingEvent]) -> None:
    batch.insert(cursor, "finding_event_entry", events)


def record_measures(cursor: batch.Cursor, measures: Sequence[Measure]) -> list[int]:
    """Add measures, or what becomes of one under its number, and return their numbers."""
    numbers = batch.numbers(cursor, "measure_number", (row.measure for row in measures))
    batch.insert(
        cursor,
        "measure_entry",
        [replace(row, measure=number) for row, number in zip(measures, numbers, strict=True)],
    )
    return numbers


def record_served(cursor: batch.Cursor, served: Sequence[MeasureFinding]) -> None:
    """Add which findings measures serve, or no longer serve."""
    batch.insert(cursor, "measure_finding_entry", served)
