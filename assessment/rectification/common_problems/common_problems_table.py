"""What was decided of common problems, the sweeps for them, and the findings they are worked as."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from assessment.kernel import clock
from assessment.store import batch


@dataclass(frozen=True, slots=True)
class CommonProblem:
    """One decision about one problem in one scope, with the size it had then."""

    scope: str
    """As in a link: `province`, `prefecture:431200`, `peer_group:county`."""

    problem: str
    state: str
    """`confirmed`, `merged`, `dismissed`, `closed` or `withdrawn`."""

    period: str
    """By whose figures it was decided."""

    units: int
    with_data: int
    findings: int
    decided_by: str
    target: int | None = None
    """The common problem it was merged into."""

    reason: str | None = None
    decided_at: datetime = dataclasses.field(default_factory=clock.now)
    common: int | None = None


@dataclass(frozen=True, slots=True)
class Sweep:
    """One look for a confirmed problem in every unit of its scope."""

    common: int
    period: str
    units: int
    holding: int
    without_data: int
    taken: int
    swept_by: str
    swept_at: datetime = dataclasses.field(default_factory=clock.now)
    sweep: int | None = None


@dataclass(frozen=True, slots=True)
class Instance:
    """A finding that is worked as part of a common problem."""

    sweep: int
    common: int
    finding: int


def newest(cursor: batch.Cursor, scope: str) -> int:
    """The entry of the last decision in a scope, under the write lock; 0 where there was none."""
    found = cursor.execute(
        "select coalesce(max(entry), 0) from common_problem_entry where scope = $scope",
        {"scope": scope},
    ).fetchall()
    return int(found[0][0])


def record(cursor: batch.Cursor, decisions: Sequence[CommonProblem]) -> list[int]:
    """Add decisions, each under its number or a new one, and return the numbers."""
    numbers = batch.numbers(cursor, "common_number", (row.common for row in decisions))
    batch.insert(
        cursor,
        "common_problem_entry",
        [replace(row, common=number) for row, number in zip(decisions, numbers, strict=True)],
    )
    return numbers


def record_sweep(cursor: batch.Cursor, sweep: Sweep) -> int:
    """Add a sweep, and return its number."""
    (number,) = batch.numbers(cursor, "sweep_number", [None])
    batch.insert(cursor, "common_sweep", [replace(sweep, sweep=number)])
    return number


def record_instances(cursor: batch.Cursor, instances: Sequence[Instance]) -> None:
    batch.insert(cursor, "common_instance", instances)
