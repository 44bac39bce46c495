"""Backups made while people work: of one moment, recorded once they are whole.

Who writes waits while the database is copied beside itself, which takes a second or two; evidence
files are only ever added, so those that the copy names can be taken after it.
"""

import os
import re
import shutil
import subprocess
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import IO, Final

import duckdb

from assessment.errors import AssessmentError
from assessment.kernel import clock
from assessment.kernel.actors import Actor
from assessment.kernel.places import ROOT
from assessment.office.backups import artefact
from assessment.office.backups.artefact import About
from assessment.store import audit_chain, schema
from assessment.store.database import Store

MAKE: Final = "backup.make"

_ONE_AT_A_TIME = Lock()
_HASH = re.compile(r"[0-9a-f]{64}")
_SCRATCH = ".backup-"


class BackupUnderWay(AssessmentError):
    """Another one is being made right now."""

    key = "backup.under_way"


@dataclass(frozen=True, slots=True)
class Backup:
    """What was written."""

    hash: str
    """SHA-256 of the artefact."""

    bytes: int
    records: int
    link: str
    evidence: int
    """Evidence files in it."""

    missing: int
    """Evidence files that the database names and the folder does not have."""

    seconds: float
    encrypted: bool


@dataclass(frozen=True, slots=True)
class _Link:
    audit: int
    hash: str


@dataclass(frozen=True, slots=True)
class _EvidenceRow:
    hash: str


def name_at(database: Path, moment: datetime) -> str:
    """How a backup of that moment, in UTC, is called, without its ending.

    >>> name_at(Path("data/six.duckdb"), datetime(2026, 11, 30, 2, 0, 5))
    'six-20261130T020005Z'
    """
    return f"{database.stem}-{moment:%Y%m%dT%H%M%SZ}"


def write(
    store: Store, actor: Actor, framework: Path, out: IO[bytes], passphrase: str | None = None
) -> Backup:
    """Write everything of one moment to `out`; encrypted where there is a passphrase.

    Raises `BackupUnderWay`, `DatabaseNotCopied`, and OSError where `out` takes no more.
    """
    actor.must(MAKE)
    began = monotonic()
    with _alone(), _scratch(store.file) as scratch:
        copy = scratch / artefact.DATABASE
        links = store.ask("backup_link", _Link, audit=store.copy(copy))
        last = next(iter(links), _Link(0, audit_chain.BEFORE_THE_FIRST))
        named = {row.hash for row in store.ask("evidence_kept", _EvidenceRow)}
        there = dict(_evidence(store.blobs.folder))
        moment = clock.now()
        parts = {
            artefact.DATABASE: copy,
            artefact.FRAMEWORK: framework,
            **{f"{artefact.EVIDENCE}/{hash[:2]}/{hash}": file for hash, file in there.items()},
        }
        about = About(
            made=moment.isoformat(timespec="seconds") + "Z",
            version=_version(),
            commit=_commit(),
            migration=schema.migrations()[-1].version,
            records=last.audit,
            link=last.hash,
        )
        folder = name_at(store.file, moment)
        digest = artefact.write(out, folder, about, parts.items(), passphrase)
        out.flush()
        os.fsync(out.fileno())
    return Backup(
        digest.hash,
        digest.bytes,
        last.audit,
        last.hash,
        len(there),
        len(named - set(there)),
        round(monotonic() - began, 1),
        passphrase is not None,
    )


def record(store: Store, actor: Actor, backup: Backup, file: str) -> None:
    """Record a backup that is whole and has its name; the copy itself ends before this record."""
    actor.must(MAKE)
    facts = {"file": file, **asdict(backup)}
    with store.writing(actor=actor.name, action="backup.make", subject="*", facts=facts):
        pass


@contextmanager
def _alone() -> Iterator[None]:
    if not _ONE_AT_A_TIME.acquire(blocking=False):
        raise BackupUnderWay
    try:
        yield
    finally:
        _ONE_AT_A_TIME.release()


@contextmanager
def _scratch(database: Path) -> Iterator[Path]:
    """A folder beside the database; what a killed process left of one is taken away."""
    prefix = f".{database.name}{_SCRATCH}"
    for left in database.parent.glob(f"{prefix}*"):
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=prefix, dir=database.parent) as folder:
        yield Path(folder)


def _evidence(folder: Path) -> Iterator[tuple[str, Path]]:
    """Every file by its hash; what is no evidence file is left where it is."""
    for file in sorted(folder.glob("??/*")):
        if _HASH.fullmatch(file.name):
            yield file.name, file


def _version() -> str:
    with (ROOT / "pyproject.toml").open("rb") as opened:
        ours = str(tomllib.load(opened)["project"]["version"])
    return f"{ours} (DuckDB {duckdb.__version__})"


def _commit() -> str:
    with suppress(OSError, subprocess.CalledProcessError):
        command = ["/usr/bin/env", "git", "-C", str(ROOT), "rev-parse", "HEAD"]
        return subprocess.run(  # noqa: S603
            command, capture_output=True, text=True, check=True
        ).stdout.strip()
    return ""
