"""Where backups are put, at what hour of the night, and which of them stay; by the environment."""

import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from assessment.kernel import clock
from assessment.office.backups import passphrase
from assessment.office.backups.artefact import ENCRYPTED_ENDING, ENDING

FOLDER, HOUR = "SIX_STRENGTHS_BACKUPS", "SIX_STRENGTHS_BACKUP_HOUR"
"""A folder, and an hour from 0 to 23 where the server stands; `off`: none at night."""

USUAL_HOUR = 2
OFF = "off"

DAYS, WEEKS, MONTHS = 7, 5, 12
"""The newest backup of so many of each stays."""

UNTOUCHED = timedelta(days=2)
"""What is younger stays in any case."""


@dataclass(frozen=True, slots=True)
class BackupPlan:
    """How one database is backed up."""

    database: Path
    folder: Path
    hour: int | None
    """None: not at night."""

    passphrase_file: Path | None = None
    """None: not encrypted."""

    def has_room(self) -> bool:
        """Whether the folder takes files, or can be made."""
        there = self.folder if self.folder.exists() else self.folder.parent
        return there.is_dir() and os.access(there, os.W_OK | os.X_OK)

    def due_since(self, now: datetime) -> datetime | None:
        """The last moment at which one was to be made; None where none is at night."""
        if self.hour is None:
            return None
        hour = timedelta(hours=self.hour)
        moment = clock.day_start(clock.local_day(now)) + hour
        return moment if moment <= now else moment - timedelta(days=1)

    def backups(self) -> dict[Path, datetime]:
        """Those in the folder and when they were made, oldest first; other files are not ours."""
        endings = (ENDING, ENCRYPTED_ENDING)
        files = {
            file: self._made(file) for each in endings for file in self.folder.glob(f"*{each}")
        }
        ours = {file: made for file, made in files.items() if made is not None}
        return dict(sorted(ours.items(), key=lambda each: each[1]))

    def _made(self, file: Path) -> datetime | None:
        stem, _, moment = file.name.partition(ENDING)[0].rpartition("-")
        if stem == self.database.stem:
            with suppress(ValueError):
                return datetime.strptime(moment, "%Y%m%dT%H%M%SZ")  # noqa: DTZ007  as tables keep it
        return None


def plan(database: Path) -> BackupPlan:
    """The folder named, or `backups` beside the database; the hour named, or two at night."""
    named = os.environ.get(FOLDER)
    folder = Path(named) if named else database.parent / "backups"
    hour = os.environ.get(HOUR, str(USUAL_HOUR)).strip()
    on = hour.isascii() and hour.isdigit() and int(hour) < 24
    return BackupPlan(database, folder, int(hour) if on else None, passphrase.setting())


def superseded(made: Iterable[datetime], now: datetime) -> set[datetime]:
    """Those that need not stay: not young, nor the newest of a day, week or month that counts."""
    newest_first = sorted(made, reverse=True)
    staying = {moment for moment in newest_first if now - moment < UNTOUCHED}
    for count, called in ((DAYS, "%F"), (WEEKS, "%G-%V"), (MONTHS, "%Y-%m")):
        newest: dict[str, datetime] = {}
        for moment in newest_first:
            newest.setdefault(f"{clock.local(moment):{called}}", moment)
        staying |= set(list(newest.values())[:count])
    return set(newest_first) - staying
