"""What became of the backups, as the audit has it: the last good one, the last restored in scratch.

Green is what a watcher may leave alone: a good backup that is not late, rehearsed not long ago.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from assessment.kernel import clock
from assessment.kernel.actors import Actor
from assessment.office.audit_trail import audit
from assessment.store.database import Store

LATE = timedelta(hours=36)
"""A night may be missed while a server is down; not two."""

STALE = timedelta(days=8)
"""Since a backup was last restored in scratch, which is done once a week."""


@dataclass(frozen=True, slots=True)
class BackupEvent:
    """A backup made, one that failed, or one restored in scratch."""

    at: datetime
    file: str
    bytes: int | None
    records: int | None
    holds: bool | None
    """Of one restored in scratch."""

    detail: str
    """Why it failed; nothing otherwise."""

    def age(self, now: datetime) -> timedelta:
        return now - self.at


@dataclass(frozen=True, slots=True)
class BackupHistory:
    """The last of each; None where there was none yet."""

    made: BackupEvent | None
    failed: BackupEvent | None
    """Only where it came after the last good one."""

    rehearsed: BackupEvent | None

    def is_good(self, now: datetime) -> bool:
        """Whether there is a backup, not late, and none failed since."""
        return self.made is not None and self.failed is None and self.made.age(now) <= LATE

    def is_rehearsed(self, now: datetime) -> bool:
        """Whether one was restored in scratch lately, and held."""
        last = self.rehearsed
        return last is not None and last.holds is True and last.age(now) <= STALE


@dataclass(frozen=True, slots=True)
class _Row:
    action: str
    at: datetime
    file: str | None
    bytes: int | None
    records: int | None
    holds: bool | None
    detail: str | None


def history(store: Store, actor: Actor) -> BackupHistory:
    """As recorded in this database; one that was restored knows what was before its backup."""
    actor.must(audit.READ)
    last = {
        row.action: BackupEvent(
            row.at, row.file or "", row.bytes, row.records, row.holds, row.detail or ""
        )
        for row in store.ask("backup_events", _Row)
    }
    made, failed = last.get("backup.make"), last.get("backup.fail")
    if made and failed and failed.at <= made.at:
        failed = None
    return BackupHistory(made, failed, last.get("backup.rehearse"))


def hours(event: BackupEvent | None) -> float | None:
    """How long ago, in hours; None where it never was."""
    return None if event is None else round(event.age(clock.now()) / timedelta(hours=1), 1)
