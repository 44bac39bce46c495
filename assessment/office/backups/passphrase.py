"""The passphrase of backups: one line in a file that only its owner can read."""

import os
import stat
from pathlib import Path

from assessment.errors import AssessmentError

FILE = "SIX_STRENGTHS_BACKUP_PASSPHRASE_FILE"
"""Where it is named, backups are encrypted, those at night too; never one in plain instead."""

LEAST = 12
"""Characters. Who has the file may try passphrases as fast as their machines can."""


class PassphraseUnreadable(AssessmentError):
    """The file is not there, may not be read, or is no text."""

    key = "backup.passphrase_unreadable"

    def __init__(self, *, file: str) -> None:
        super().__init__(file=file)


class PassphraseExposed(AssessmentError):
    """Others than its owner may read the file."""

    key = "backup.passphrase_exposed"

    def __init__(self, *, file: str) -> None:
        super().__init__(file=file)


class PassphraseWeak(AssessmentError):
    """The file does not hold one line that is long enough."""

    key = "backup.passphrase_weak"

    def __init__(self, *, file: str, least: int) -> None:
        super().__init__(file=file, least=least)


def setting() -> Path | None:
    """The file that the environment names; None where backups are not encrypted."""
    named = os.environ.get(FILE, "").strip()
    return Path(named).absolute() if named else None


def read(file: Path) -> str:
    """The one line. Raises `PassphraseUnreadable`, `PassphraseExposed` and `PassphraseWeak`."""
    try:
        with file.open("rb") as opened:
            mode = os.fstat(opened.fileno()).st_mode
            text = opened.read(1 << 12).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise PassphraseUnreadable(file=str(file)) from error
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise PassphraseExposed(file=str(file))
    line = text.strip("\r\n")
    if len(line.strip()) < LEAST or len(line.splitlines()) != 1:
        raise PassphraseWeak(file=str(file), least=LEAST)
    return line
