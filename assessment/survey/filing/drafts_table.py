"""What a county typed and has not submitted yet: an entry for each field saved."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessment.store import batch


@dataclass(frozen=True, slots=True)
class Draft:
    unit: str
    period: str
    field: str
    state: str
    saved_by: str
    value: float | None = None
    evidence: str | None = None
    note: str | None = None


def record(cursor: batch.Cursor, drafts: Sequence[Draft]) -> None:
    batch.insert(cursor, "draft_entry", drafts)


def newest(cursor: batch.Cursor, unit: str, period: str) -> dict[str, int]:
    """By field, the entry a form shows now; none for a field nothing was ever said of."""
    found = cursor.execute(
        "select field, entry from working_answer where unit = $unit and period = $period",
        {"unit": unit, "period": period},
    ).fetchall()
    return {field: int(entry) for field, entry in found}
