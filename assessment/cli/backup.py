"""`backup`, `restore` and `verify`: by the application where it runs, else by this process.

A passphrase comes from the file that the command line names, or the environment, or for a backup
the application that runs; whoever opens one at a terminal may type it.
"""

import sys
import tarfile
import tempfile
from collections.abc import Sequence
from getpass import getpass
from pathlib import Path

from assessment.cli import files
from assessment.framework import loader
from assessment.i18n import Messages
from assessment.kernel import clock
from assessment.kernel.actors import OPERATOR
from assessment.office.audit_trail import verified_in_words
from assessment.office.backups import (
    artefact,
    backups,
    operator_socket,
    passphrase,
    restoring,
    verification,
)
from assessment.office.backups.backups import Backup
from assessment.office.backups.restoring import Restored
from assessment.office.backups.verification import Verification
from assessment.store.database import Store

HOLDS, BROKEN = 0, 1
_MEGABYTE = 1_000_000


def backup(database: Path, framework: Path, to: Path, secret_file: Path | None, t: Messages) -> int:
    """Write one, and say what is in it. Nothing appears under its name before it is whole."""
    files.must_exist(database)
    to, made = _made(database, framework, to, secret_file or passphrase.setting())
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
    if made.encrypted:
        print(t("backup.encrypted"))
    if made.missing:
        print(t("backup.evidence_missing", count=made.missing), file=sys.stderr)
    return HOLDS


def _made(
    database: Path, framework: Path, to: Path, secret_file: Path | None
) -> tuple[Path, Backup]:
    with operator_socket.asking(database) as application:
        if application is not None:
            secret, file = _secret_and_name(
                database, to, secret_file or application.passphrase_file
            )
            with files.writing(file), artefact.being_written(file) as out:
                made = operator_socket.backup(application, out, secret)
            operator_socket.record(application, str(file.resolve()))
            return file, made
    secret, file = _secret_and_name(database, to, secret_file)
    store = Store(database)
    try:
        with files.writing(file), artefact.being_written(file) as out:
            made = backups.write(store, OPERATOR, framework, out, secret)
        backups.record(store, OPERATOR, made, str(file.resolve()))
    finally:
        store.close()
    return file, made


def _secret_and_name(database: Path, to: Path, secret_file: Path | None) -> tuple[str | None, Path]:
    secret = passphrase.read(secret_file) if secret_file else None
    name = f"{backups.name_at(database, clock.now())}{artefact.ending(secret)}"
    return secret, to / name if to.is_dir() else to


def _secret_of(file: Path, secret_file: Path | None, t: Messages) -> str | None:
    """What opens the backup; None where it is not encrypted, or nobody is there to say."""
    with files.writing(file):
        if not artefact.is_encrypted(file):
            return None
    if named := secret_file or passphrase.setting():
        return passphrase.read(named)
    return getpass(t("backup.passphrase_prompt")) if sys.stdin.isatty() else None


def restore(file: Path, into: Path, secret_file: Path | None, t: Messages) -> int:
    """Say what was restored; without a file left over where it does not hold."""
    files.must_exist(file)
    secret = _secret_of(file, secret_file, t)
    with files.writing(into):
        into.parent.mkdir(parents=True, exist_ok=True)
        restored = restoring.restore(file, into, secret)
    _tell_contents(restored, t)
    if not restored.verification.holds:
        print(t("backup.nothing_restored"), file=sys.stderr)
        return BROKEN
    print(t("backup.restored", file=into.resolve()))
    framework = restoring.framework_beside(into)
    if framework.read_bytes() != loader.DEFAULT.read_bytes():
        print(t("backup.framework_differs", file=framework.resolve()))
    return HOLDS


def verify(file: Path, secret_file: Path | None, t: Messages) -> int:
    """Of a database, or of a backup restored in scratch; the exit code says so too."""
    files.must_exist(file)
    if _is_backup(file):
        return _rehearsed(file, _secret_of(file, secret_file, t), t)
    with operator_socket.asking(file) as application:
        if application is not None:
            with tempfile.TemporaryDirectory() as folder:
                copy = Path(folder, file.name).with_suffix(artefact.ENDING)
                with files.writing(copy), artefact.being_written(copy) as out:
                    operator_socket.backup(application, out, None)
                return _rehearsed(copy, None, t)
    with files.looked_into(file) as store:
        found = verification.verify(store, OPERATOR)
    _tell(found, t)
    return HOLDS if found.holds else BROKEN


def _is_backup(file: Path) -> bool:
    if file.name.endswith((artefact.ENDING, artefact.ENCRYPTED_ENDING)) or not file.stat().st_size:
        return True
    return artefact.is_encrypted(file) or tarfile.is_tarfile(file)


def _rehearsed(file: Path, secret: str | None, t: Messages) -> int:
    with files.writing(file):
        restored = restoring.rehearse(file, secret)
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
