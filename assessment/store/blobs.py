"""Evidence files' bytes, each under its own hash in a folder beside the database.

`six.duckdb` has `six.duckdb.evidence/ab/abcdef…`, which no web server is told of. A file is there,
whole and read back, before the transaction that names it is committed; one that nothing names is
what a refused transaction left, and harms nobody. Nothing is changed or taken away here either.
"""

import hashlib
import os
import re
import tempfile
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

from assessment.errors import AssessmentError

_HASH = re.compile(r"[0-9a-f]{64}\Z")


class EvidenceGone(AssessmentError):
    """The file a hash names is missing or no longer what it was."""

    key = "store.evidence_gone"

    def __init__(self, *, hash: str) -> None:
        super().__init__(hash=hash)


class EvidenceNotKept(AssessmentError):
    """The disk did not take the file, or gave back something else."""

    key = "store.evidence_not_kept"

    def __init__(self, *, folder: str, detail: str) -> None:
        super().__init__(folder=folder, detail=detail)


def beside(database: Path) -> Path:
    """The folder of a database file."""
    return database.with_name(f"{database.name}.evidence")


class Blobs:
    """The folder of one database; of one in memory a temporary folder, gone with it."""

    def __init__(self, database: Path | None) -> None:
        self._beside = beside(database) if database else None
        self._temporary: tempfile.TemporaryDirectory[str] | None = None

    @property
    def folder(self) -> Path:
        if self._beside:
            return self._beside
        if self._temporary is None:
            self._temporary = tempfile.TemporaryDirectory(prefix="evidence-")
        return Path(self._temporary.name)

    def keep(self, data: bytes) -> str:
        """Have the bytes on the disk, and return their hash. Raises `EvidenceNotKept`."""
        name = hashlib.sha256(data).hexdigest()
        try:
            if not self._is_whole(name):
                self._write(self._file(name), data)
        except OSError as error:
            detail = error.strerror or str(error)
            raise EvidenceNotKept(folder=str(self.folder), detail=detail) from error
        if not self._is_whole(name):
            raise EvidenceNotKept(folder=str(self.folder), detail=name)
        return name

    def read(self, name: str) -> bytes:
        """The bytes of a hash. Raises `EvidenceGone` where they are not what the hash says."""
        if not _HASH.match(name):
            raise EvidenceGone(hash=name)
        try:
            data = self._file(name).read_bytes()
        except OSError as error:
            raise EvidenceGone(hash=name) from error
        if hashlib.sha256(data).hexdigest() != name:
            raise EvidenceGone(hash=name)
        return data

    def close(self) -> None:
        """Take away what lay in a temporary folder."""
        if self._temporary:
            self._temporary.cleanup()

    def _file(self, name: str) -> Path:
        return self.folder / name[:2] / name

    def _is_whole(self, name: str) -> bool:
        try:
            self.read(name)
        except EvidenceGone:
            return False
        return True

    def _write(self, file: Path, data: bytes) -> None:
        """The file appears whole or not at all, and stays after a power cut."""
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = file.with_name(f".{token_hex(8)}.part")
        try:
            with part.open("xb") as opened:
                opened.write(data)
                opened.flush()
                os.fsync(opened.fileno())
            part.chmod(0o600)
            os.replace(part, file)
        finally:
            part.unlink(missing_ok=True)
        for folder in (file.parent, self.folder, self.folder.parent):
            _settle(folder)


def _settle(folder: Path) -> None:
    """Have a folder's list of names on the disk, where the system can."""
    with suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
