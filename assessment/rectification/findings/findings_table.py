"""What was found in a unit, by a team, a reviewer or a rule."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from assessment.store import batch


@dataclass(frozen=True, slots=True)
class Finding:
    unit: str
    period: str
    strength: str
    severity: str
    """`low`, `medium` or `high`."""

    description: str
    found_on: date
    team: str | None = None
    visit: int | None = None
    problem: str | None = None
    """Common problem of the framework, when it is one."""

    indicator: str | None = None
    state: str = "open"
    source: str | None = None
    """Who or what found it: `rule`, `sweep` or `self`; None tells itself by `team`."""

    finding: int | None = None


def record_findings(cursor: batch.Cursor, findings: Sequence[Finding]) -> list[int]:
    """Add findings, or a new state under an old number, and return their numbers."""
    numbers = batch.numbers(cursor, "finding_number", (finding.finding for finding in findings))
    batch.insert(
        cursor,
        "finding_entry",
        [replace(row, finding=number) for row, number in zip(findings, numbers, strict=True)],
    )
    return numbers
