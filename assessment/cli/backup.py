"""`backup`, `restore` and `verify`: by the application where it runs, else by this process."""

import sys
import tarfile
import tempfile
from collections.abc import Sequence
from pathlib import Path

from assessment.cli import files
from assessment.framework import loader
from assessment.i18n import Messages
from assessment.kernel import clock
from assessment.kernel.actors import OPERATOR
from assessment.office.audit_trail import verified_in_words
from assessment.office.backups import artefact, backups, operator_socket, restoring, verification
from assessment.office.backups.backups import Backup
from assessment.office.backups.restoring import Restored
from assessment.office.backups.verification import Verification
from assessment.store.database import Store

HOLDS, BROKEN = 0, 1
_MEGABYTE = 1_000_000


def backup(database: Path, framework: Path, to: Path, t: Messages) -> int:
    """Write one, and say what is in it. Nothing appears under its name before it is whole."""
    files.must_exist(database)
    if to.is_dir():
        to = to / f"{backups.name_at(database, clock.now())}{artefact.ENDING}"
    made = _made(database, framework, to)
    print(
        t(
            "backup.done",
            file=to,
            size=f"{made.bytes / _MEGABYTE:.1f} MB",
            records=made.records,
            evidence=made.evidence,
            seconds=made.seconds,
        )
    )
    print(t("backup.link", link=made.link))
    print(t("backup.sha256", hash=made.hash))
    if made.missing:
        print(t("backup.evidence_missing", count=made.missing), file=sys.stderr)
    return HOLDS


def _made(database: Path, framework: Path, to: Path) -> Backup:
    with operator_socket.asking(database) as application:
        if application is not None:
            with files.writing(to), artefact.being_written(to) as out:
                made = operator_socket.backup(application, out)
            operator_socket.record(application, str(to.resolve()))
            return made
    store = Store(database)
    try:
        with files.writing(to), artefact.being_written(to) as out:
            made = backups.write(store, OPERATOR, framework, out)
        backups.record(store, OPERATOR, made, str(to.resolve()))
    finally:
        store.close()
    return made


def restore(file: Path, into: Path, t: Messages) -> int:
    """Say what was restored; without a file left over where it does not hold."""
    files.must_exist(file)
    with files.writing(into):
        into.parent.mkdir(parents=True, exist_ok=True)
        restored = restoring.restore(file, into)
    _tell_contents(restored, t)
    if not restored.verification.holds:
        print(t("backup.nothing_restored"), file=sys.stderr)
        return BROKEN
    print(t("backup.restored", file=into.resolve()))
    framework = restoring.framework_beside(into)
    if framework.read_bytes() != loader.DEFAULT.read_bytes():
        print(t("backup.framework_differs", file=framework.resolve()))
    return HOLDS


def verify(file: Path, t: Messages) -> int:
    """Of a database, or of a backup restored in scratch; the exit code says so too."""
    files.must_exist(file)
    if file.suffix == artefact.ENDING or not file.stat().st_size or tarfile.is_tarfile(file):
        return _rehearsed(file, t)
    with operator_socket.asking(file) as application:
        if application is not None:
            with tempfile.TemporaryDirectory() as folder:
                copy = Path(folder, file.name).with_suffix(artefact.ENDING)
                with files.writing(copy), artefact.being_written(copy) as out:
                    operator_socket.backup(application, out)
                return _rehearsed(copy, t)
    with files.looked_into(file) as store:
        found = verification.verify(store, OPERATOR)
    _tell(found, t)
    return HOLDS if found.holds else BROKEN


def _rehearsed(file: Path, t: Messages) -> int:
    with files.writing(file):
        restored = restoring.rehearse(file)
    _tell_contents(restored, t)
    return HOLDS if restored.verification.holds else BROKEN


def _tell_contents(restored: Restored, t: Messages) -> None:
    about = restored.about
    facts = {"version": about.version, "commit": about.commit[:12], "records": about.records}
    print(t("backup.contents", made=about.made.rstrip("Z").replace("T", " "), **facts))
    _tell(restored.verification, t)


def _tell(verified: Verification, t: Messages) -> None:
    sentences: Sequence[str] = verified_in_words.sentences(verified.audit, t)
    for sentence in sentences:
        print(sentence, file=sys.stdout if verified.audit.holds else sys.stderr)
    if verified.differing:
        numbers = ", ".join(map(str, verified.differing))
        print(t("backup.snapshots_differ", numbers=numbers), file=sys.stderr)
    else:
        print(t("backup.snapshots_same", count=verified.snapshots))
