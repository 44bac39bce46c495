"""A backup made a database again: in scratch, to see that it can be; or in an empty place.

Nothing stands in its place before all of it was verified, and the database comes last.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from assessment.errors import AssessmentError
from assessment.kernel.actors import OPERATOR
from assessment.office.backups import artefact, verification
from assessment.office.backups.artefact import About
from assessment.office.backups.verification import Verification
from assessment.store.blobs import beside
from assessment.store.database import Store
from assessment.store.opening import log_of


class PlaceTaken(AssessmentError):
    """Where it is to be restored, there are files already; none was touched."""

    key = "backup.place_taken"

    def __init__(self, *, files: str) -> None:
        super().__init__(files=files)


@dataclass(frozen=True, slots=True)
class Restored:
    """What was unpacked, and whether it holds. It stands in its place only if it does."""

    about: About
    verification: Verification


def framework_beside(database: Path) -> Path:
    """Where the framework of a backup is put."""
    return database.with_name(f"{database.name}.{artefact.FRAMEWORK}")


def rehearse(file: Path, passphrase: str | None = None) -> Restored:
    """Restore into scratch, verify, and leave nothing. Raises as `artefact.unpack`, and the store's
    errors."""
    with _scratch(Path(tempfile.gettempdir())) as scratch:
        return _unpacked(file, scratch, passphrase)


def restore(file: Path, database: Path, passphrase: str | None = None) -> Restored:
    """Make a database with its files where there is none. Raises `PlaceTaken`, and as
    `rehearse`."""
    _must_be_free(database)
    with _scratch(database.parent) as scratch:
        restored = _unpacked(file, scratch, passphrase)
        if restored.verification.holds:
            _must_be_free(database)
            _placed(scratch, database)
    return restored


def _must_be_free(database: Path) -> None:
    places = (database, log_of(database), beside(database), framework_beside(database))
    if taken := [str(place) for place in places if os.path.lexists(place)]:
        raise PlaceTaken(files=", ".join(taken))


def _placed(scratch: Path, database: Path) -> None:
    """All of it or none: the database last, for without it the rest is nothing."""
    moves = {
        scratch / artefact.EVIDENCE: beside(database),
        scratch / artefact.FRAMEWORK: framework_beside(database),
        scratch / artefact.DATABASE: database,
    }
    placed: list[Path] = []
    try:
        for part, place in moves.items():
            if part.exists():
                placed.append(place)
                os.rename(part, place)
        artefact.settle(database.parent)
    except BaseException:
        for place in reversed(placed):
            _remove(place)
        raise


def _remove(place: Path) -> None:
    if place.is_dir():
        shutil.rmtree(place, ignore_errors=True)
    else:
        place.unlink(missing_ok=True)


def _unpacked(file: Path, scratch: Path, passphrase: str | None) -> Restored:
    about = artefact.unpack(file, scratch, passphrase)
    return Restored(about, _verified(scratch))


def _verified(scratch: Path) -> Verification:
    """Of a copy: whoever opens a database of an earlier version brings it up to date."""
    copy = scratch / "verified.duckdb"
    shutil.copyfile(scratch / artefact.DATABASE, copy)
    if (scratch / artefact.EVIDENCE).exists():
        beside(copy).symlink_to(scratch / artefact.EVIDENCE)
    store = Store(copy)
    try:
        return verification.verify(store, OPERATOR)
    finally:
        store.close()


@contextmanager
def _scratch(parent: Path) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix=".restored-", dir=parent) as folder:
        yield Path(folder)
