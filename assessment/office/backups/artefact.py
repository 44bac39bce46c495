"""A backup is one file that standard tools read: a .tar with a list of hashes.

    six_strengths-20261130T020000Z/
        backup.json          what it is, made when, by which version
        database.duckdb
        indicators.yaml      the framework as it was written then
        evidence/ab/abcd…    evidence files, each under its own hash
        SHA256SUMS           of everything above, for `sha256sum -c`

The list of hashes comes last and names every part, so half a backup is never taken for one.
Under a passphrase all of that is encrypted, and the file ends in .tar.age.
"""

import hashlib
import json
import os
import re
import tarfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path
from secrets import token_hex
from typing import IO, cast

from assessment.errors import AssessmentError
from assessment.office.backups import encryption
from assessment.office.backups.encryption import DecryptingReader, EncryptingWriter

ABOUT, DATABASE, FRAMEWORK = "backup.json", "database.duckdb", "indicators.yaml"
EVIDENCE, SUMS = "evidence", "SHA256SUMS"

ENDING, UNFINISHED = ".tar", ".part"
ENCRYPTED_ENDING = f"{ENDING}{encryption.ENDING}"

_PART = re.compile(
    rf"[^/\0]+/({re.escape(ABOUT)}|{re.escape(DATABASE)}|{re.escape(FRAMEWORK)}|{SUMS}"
    rf"|{EVIDENCE}/[0-9a-f]{{2}}/[0-9a-f]{{64}})"
)
_AT_ONCE = 1 << 20


class BackupExists(AssessmentError):
    """There is a file of that name, which is never written over."""

    key = "backup.exists"

    def __init__(self, *, file: str) -> None:
        super().__init__(file=file)


class NotABackup(AssessmentError):
    """The file is no backup of ours, or only the beginning of one."""

    key = "backup.not_one"

    def __init__(self, *, file: str) -> None:
        super().__init__(file=file)


class BackupDamaged(AssessmentError):
    """Parts of it are not what they were when it was made."""

    key = "backup.damaged"

    def __init__(self, *, file: str, names: str) -> None:
        super().__init__(file=file, names=names)


class PassphraseNeeded(AssessmentError):
    """It is encrypted, and no passphrase was named."""

    key = "backup.passphrase_needed"

    def __init__(self, *, file: str) -> None:
        super().__init__(file=file)


@dataclass(frozen=True, slots=True)
class About:
    """What a backup says of itself."""

    made: str
    """UTC."""

    version: str
    commit: str
    """Of the code that made it; nothing where that is no git checkout."""

    migration: int
    """The last that the database has had."""

    records: int
    """Audit records in it."""

    link: str
    """Hash of the last of them."""


@dataclass(frozen=True, slots=True)
class Digest:
    """Of a whole artefact."""

    hash: str
    bytes: int


class _Hashing:
    """Passes on what is written or read, and makes the hash of it on the way."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.bytes, self._hash = file, 0, hashlib.sha256()

    def write(self, data: bytes) -> int:
        self._take(data)
        return self._file.write(data)

    def read(self, size: int = -1, /) -> bytes:
        data = self._file.read(size)
        self._take(data)
        return data

    def _take(self, data: bytes) -> None:
        self._hash.update(data)
        self.bytes += len(data)

    def hexdigest(self) -> str:
        return self._hash.hexdigest()


@contextmanager
def being_written(file: Path) -> Iterator[IO[bytes]]:
    """What to write it to: `file` appears when all of it is on the disk, or not at all.

    Raises `BackupExists`, and OSError.
    """
    part = file.with_name(f".{file.name}.{token_hex(4)}{UNFINISHED}")
    with part.open("xb") as out:
        try:
            if file.exists():
                raise BackupExists(file=str(file))
            yield out
            out.flush()
            os.fsync(out.fileno())
            if file.exists():
                raise BackupExists(file=str(file))
            os.rename(part, file)
            settle(file.parent)
        finally:
            part.unlink(missing_ok=True)


def settle(folder: Path) -> None:
    """Have a folder's list of names on the disk."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def ending(passphrase: str | None) -> str:
    """Of the name of a backup, encrypted or not."""
    return ENCRYPTED_ENDING if passphrase else ENDING


def is_encrypted(file: Path) -> bool:
    """Whether a passphrase is needed to read it; by what is in it, not by its name."""
    with file.open("rb") as opened:
        return encryption.is_encrypted(opened)


def write(
    out: IO[bytes],
    folder: str,
    about: About,
    parts: Iterable[tuple[str, Path | bytes]],
    passphrase: str | None = None,
) -> Digest:
    """All of a backup, one part after the other; `folder` is what it unpacks to."""
    whole = _Hashing(out)
    if passphrase is None:
        _write(cast(IO[bytes], whole), folder, about, parts)
    else:
        with closing(EncryptingWriter(cast(IO[bytes], whole), passphrase)) as encrypting:
            _write(cast(IO[bytes], encrypting), folder, about, parts)
    return Digest(whole.hexdigest(), whole.bytes)


def _write(
    out: IO[bytes], folder: str, about: About, parts: Iterable[tuple[str, Path | bytes]]
) -> None:
    lines = []
    described = json.dumps(asdict(about), ensure_ascii=False, indent=2).encode()
    with tarfile.open(fileobj=out, mode="w|", bufsize=_AT_ONCE) as tar:
        for name, content in ((ABOUT, described), *parts):
            lines.append(f"{_add(tar, f'{folder}/{name}', content)}  {name}\n")
        _add(tar, f"{folder}/{SUMS}", "".join(lines).encode())


def _add(tar: tarfile.TarFile, name: str, content: Path | bytes) -> str:
    """Add one part; its hash."""
    with content.open("rb") if isinstance(content, Path) else BytesIO(content) as opened:
        member = tarfile.TarInfo(name)
        member.size = len(content) if isinstance(content, bytes) else os.stat(content).st_size
        member.mode = 0o600
        reader = _Hashing(opened)
        tar.addfile(member, cast(IO[bytes], reader))
        return reader.hexdigest()


def unpack(file: Path, into: Path, passphrase: str | None = None) -> About:
    """Put every part of it in the folder `into`, compared with the list of hashes.

    Raises `PassphraseNeeded`, `WrongPassphrase`, `NotDecrypted`, `NotABackup`, `BackupDamaged`, and
    OSError.
    """
    try:
        with _readable(file, passphrase) as reader:
            with tarfile.open(fileobj=reader, mode="r|", bufsize=_AT_ONCE) as tar:
                hashes = dict(_unpacked(tar, file, into))
            while reader.read(_AT_ONCE):
                pass
    except (tarfile.TarError, EOFError) as error:
        raise NotABackup(file=str(file)) from error
    listed = _listed(into / SUMS) if hashes.pop(SUMS, None) else {}
    if not {ABOUT, DATABASE, FRAMEWORK} <= set(listed):
        raise NotABackup(file=str(file))
    if wrong := sorted(
        name
        for name, hash in listed.items() | hashes.items()
        if (listed.get(name), hashes.get(name)) != (hash, hash)
    ):
        raise BackupDamaged(file=str(file), names=", ".join(dict.fromkeys(wrong)))
    return About(**json.loads((into / ABOUT).read_bytes()))


@contextmanager
def _readable(file: Path, passphrase: str | None) -> Iterator[IO[bytes]]:
    """The tar in it, decrypted where it is encrypted."""
    with file.open("rb") as opened:
        if not encryption.is_encrypted(opened):
            yield opened
        elif passphrase is None:
            raise PassphraseNeeded(file=str(file))
        else:
            yield cast(IO[bytes], DecryptingReader(opened, passphrase))


def _unpacked(tar: tarfile.TarFile, file: Path, into: Path) -> Iterator[tuple[str, str]]:
    """The name and hash of each part; of no other name or kind than we write."""
    for member in tar:
        opened = tar.extractfile(member) if member.isreg() else None
        if opened is None or not _PART.fullmatch(member.name):
            raise NotABackup(file=str(file))
        name = member.name.partition("/")[2]
        target = into / name
        target.parent.mkdir(parents=True, exist_ok=True)
        yield name, _written(opened, target)


def _written(reader: IO[bytes], target: Path) -> str:
    hashing = _Hashing(reader)
    with target.open("xb") as out:
        while data := hashing.read(_AT_ONCE):
            out.write(data)
        out.flush()
        os.fsync(out.fileno())
    return hashing.hexdigest()


def _listed(sums: Path) -> dict[str, str]:
    """Hashes by name; what is no line of a list of hashes is left out, and so will be missed."""
    lines = (line.partition("  ") for line in sums.read_text("utf-8", "replace").splitlines())
    return {name: hash for hash, _, name in lines if name}
