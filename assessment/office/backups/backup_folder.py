"""Backups in the folder of the plan: made, thinned out, and restored in scratch to see that they
can be. What came of it is recorded, and so known to the administrator's page and to `healthz`."""

import os
import subprocess
import sys
from pathlib import Path
from time import monotonic

from assessment.errors import AssessmentError
from assessment.i18n import Messages
from assessment.kernel import clock
from assessment.kernel.actors import Actor
from assessment.kernel.places import ROOT
from assessment.office.backups import artefact, backup_plan, backups, passphrase
from assessment.office.backups.backup_plan import BackupPlan
from assessment.office.backups.backups import MAKE, Backup, BackupUnderWay
from assessment.store.database import Store

_LONGEST_DETAIL = 500
_LANGUAGE = "zh"
"""Of the reason why one failed: the record has it in words, for whoever reads it later."""


class NoRoomForBackups(AssessmentError):
    """The folder cannot be made or written."""

    key = "backup.no_room"

    def __init__(self, *, folder: str) -> None:
        super().__init__(folder=folder)


class BackupNotWritten(AssessmentError):
    """The disk did not take it."""

    key = "backup.not_written"

    def __init__(self, *, detail: str) -> None:
        super().__init__(detail=detail)


class NoBackupYet(AssessmentError):
    """There is none in the folder."""

    key = "backup.none_yet"


def make(store: Store, actor: Actor, framework: Path, plan: BackupPlan) -> Backup:
    """One more in the folder, recorded; then those that need not stay are taken away.

    Raises `BackupUnderWay`, `NoRoomForBackups`, `BackupNotWritten`, and what reading the passphrase
    raises: never is one in plain made instead. That it failed is recorded.
    """
    actor.must(MAKE)
    try:
        made = _made(store, actor, framework, plan)
    except BackupUnderWay:
        raise
    except AssessmentError as error:
        facts = {"detail": Messages(_LANGUAGE)(error.key, **error.facts)[:_LONGEST_DETAIL]}
        with store.writing(actor=actor.name, action="backup.fail", subject="*", facts=facts):
            pass
        raise
    _thin_out(plan)
    return made


def _made(store: Store, actor: Actor, framework: Path, plan: BackupPlan) -> Backup:
    if not plan.has_room():
        raise NoRoomForBackups(folder=str(plan.folder))
    plan.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    secret = passphrase.read(plan.passphrase_file) if plan.passphrase_file else None
    name = f"{backups.name_at(plan.database, clock.now())}{artefact.ending(secret)}"
    file = plan.folder / name
    try:
        with artefact.being_written(file) as out:
            made = backups.write(store, actor, framework, out, secret)
    except OSError as error:
        raise BackupNotWritten(detail=error.strerror or str(error)) from error
    backups.record(store, actor, made, str(file.resolve()))
    return made


def _thin_out(plan: BackupPlan) -> None:
    """Also what a killed process left unfinished: only one has the database open."""
    files = plan.backups()
    gone = backup_plan.superseded(files.values(), clock.now())
    for file in (file for file, made in files.items() if made in gone):
        file.unlink(missing_ok=True)
    for part in plan.folder.glob(f".{plan.database.stem}-*{artefact.UNFINISHED}"):
        part.unlink(missing_ok=True)


def rehearse(store: Store, actor: Actor, plan: BackupPlan) -> bool:
    """Restore the newest backup in scratch, as the command `verify` does, and record whether it
    holds. By another process: this one has pages to draw. Raises `NoBackupYet`."""
    actor.must(MAKE)
    file = next(reversed(plan.backups()), None)
    if file is None:
        raise NoBackupYet
    began = monotonic()
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "assessment", "verify", str(file)],
        cwd=ROOT,
        env={**os.environ, "SIX_STRENGTHS_LANG": _LANGUAGE},
        capture_output=True,
        text=True,
        check=False,
    )
    holds = done.returncode == 0
    facts = {
        "file": str(file.resolve()),
        "holds": holds,
        "seconds": round(monotonic() - began, 1),
        "detail": "" if holds else done.stderr.strip()[:_LONGEST_DETAIL],
    }
    with store.writing(actor=actor.name, action="backup.rehearse", subject="*", facts=facts):
        pass
    return holds
