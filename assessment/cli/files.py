"""Reading and writing of files for the commands, with the sentences for when that fails."""

import errno
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from assessment.errors import AssessmentError
from assessment.exchange import whole_file
from assessment.i18n import Messages
from assessment.store.database import Store
from assessment.store.database_errors import DatabaseOlder


class CannotRead(AssessmentError):
    """A file that is not there or may not be read."""

    key = "cli.unreadable"

    def __init__(self, *, file: str, detail: str) -> None:
        super().__init__(file=file, detail=detail)


class CannotWrite(AssessmentError):
    """A place where nothing can be written."""

    key = "cli.unwritable"

    def __init__(self, *, file: str, detail: str) -> None:
        super().__init__(file=file, detail=detail)


def must_exist(database: Path) -> None:
    """Raise `CannotRead` for a database that is not there: opening it would make an empty one."""
    if not database.exists():
        raise CannotRead(file=str(database), detail=os.strerror(errno.ENOENT))


@contextmanager
def looked_into(database: Path) -> Iterator[Store]:
    """The database, read only: whoever verifies it changes nothing, and may have it on a medium
    that cannot be written to. One of an earlier version is brought up to date in a copy.

    Raises `CannotRead`, and what `Store` raises.
    """
    must_exist(database)
    with ExitStack() as stack:
        try:
            store = Store(database, read_only=True)
        except DatabaseOlder:
            folder = Path(stack.enter_context(TemporaryDirectory()))
            store = Store(_copied(database, folder / database.name))
        stack.callback(store.close)
        yield store


def _copied(database: Path, copy: Path) -> Path:
    """With what was written last, which may lie beside it; its evidence is only linked."""
    for ending in ("", ".wal"):
        if Path(f"{database}{ending}").exists():
            shutil.copyfile(f"{database}{ending}", f"{copy}{ending}")
    Path(f"{copy}.evidence").symlink_to(Path(f"{database}.evidence").resolve())
    return copy


def content(file: Path) -> bytes:
    """What is in a file. Raises `CannotRead`."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise CannotRead(file=str(file), detail=error.strerror or str(error)) from error


@contextmanager
def writing(file: Path) -> Iterator[None]:
    """Around whatever writes `file`: an OSError becomes `CannotWrite`."""
    try:
        yield
    except OSError as error:
        raise CannotWrite(file=str(file), detail=error.strerror or str(error)) from error


def save(file: Path, data: bytes) -> None:
    """Write all of it, or leave the file as it is and raise `CannotWrite`."""
    with writing(file):
        whole_file.write({file: data})


def written(file: Path, t: Messages) -> None:
    print(t("cli.written", file=file), file=sys.stdout)
