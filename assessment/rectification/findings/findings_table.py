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
        """
        insert into finding_entry (
            finding, unit, period, team, visit, problem, strength, indicator, severity,
            description, found_on, state, source
        )
        select unnest($finding::bigint[]), unnest($unit::varchar[]), unnest($period::varchar[]),
               unnest($team::varchar[]), unnest($visit::bigint[]), unnest($problem::varchar[]),
               unnest($strength::varchar[]), unnest($indicator::varchar[]),
               unnest($severity::varchar[]), unnest($description::varchar[]),
               unnest($found_on::date[]), unnest($state::varchar[]), unnest($source::varchar[])
        """,
        [replace(row, finding=number) for row, number in zip(findings, numbers, strict=True)],
    )
    return numbers
