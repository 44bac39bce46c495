"""A backup under a passphrase restores with it alone, and tells what was done to it."""

import base64
import hashlib
import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest

from assessment.errors import AssessmentError
from assessment.framework.loader import DEFAULT
from assessment.i18n import LANGUAGES, Messages
from assessment.kernel.actors import SCHEDULE
from assessment.office.backups import (
    artefact,
    backup_folder,
    backup_history,
    backup_plan,
    encryption,
    passphrase,
)
from assessment.office.backups.encryption import DecryptingReader, EncryptingWriter, NotDecrypted
from assessment.office.backups.passphrase import PassphraseUnreadable
from assessment.store.database import Store
from tests.office.test_backups import application, command, database, folder, main, newest

__all__ = ["application", "database", "folder"]

SECRET = "六强 correct horse battery"  # noqa: S105  of the tests alone

BY_RAGE = (
    "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCAva2IyNDczNjd5SFVMRVdKQk8zdEJBIDE2CnViRUVIK0tvK2ZG"
    "c3NaODhXUU5pZVNDRmh4aEYrL1crVmFXQk5RS2RtUm8KLS0tIG8xejlIS0ZyeXlSODVneThoNUdEYllkSjZFTi95UGFm"
    "S09qaUpiSE44YVkKtquW2zK9JzTTQKmIPym35nkcEjPy4VZQ0bRsR3d/fB5R2cYdZwe5wMgg8HazUuvBU6zgjg=="
)
"""What another program made of “六强 Six Strengths” under “correct horse battery”."""


@pytest.fixture
def secret_file(tmp_path: Path) -> Path:
    return written(tmp_path / "secret", SECRET)


def written(file: Path, text: str, mode: int = 0o600) -> Path:
    file.write_text(f"{text}\n", "utf-8")
    file.chmod(mode)
    return file


@pytest.fixture
def made(database: Path, folder: Path, secret_file: Path) -> Path:
    assert run("backup", folder, "--database", database, secret_file=secret_file) == 0
    (file,) = folder.iterdir()
    return file


def run(*arguments: object, secret_file: Path | None = None, lang: str = "en") -> int:
    named = ["--passphrase-file", str(secret_file)] if secret_file else []
    return main([*map(str, arguments), *named, "--lang", lang])


def test_a_backup_is_restored_with_its_passphrase(
    database: Path, made: Path, secret_file: Path, tmp_path: Path
) -> None:
    assert made.name.endswith(".tar.age")
    assert b"ustar" not in made.read_bytes()
    into = tmp_path / "there" / "new.duckdb"
    assert run("verify", made, secret_file=secret_file) == 0
    assert run("restore", made, into, secret_file=secret_file) == 0
    records, _ = newest(into)
    assert records == newest(database)[0] - 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_with_another_passphrase_or_none_nothing_is_restored(
    made: Path, tmp_path: Path, lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    other = written(tmp_path / "other", "another passphrase")
    into = tmp_path / "there" / "new.duckdb"
    t = Messages(lang)
    for named, key in ((other, "backup.passphrase_wrong"), (None, "backup.passphrase_needed")):
        capsys.readouterr()
        assert run("restore", made, into, secret_file=named, lang=lang) == 1
        assert capsys.readouterr().err == t(key, file=made) + "\n"
        assert list(into.parent.iterdir()) == []
        assert run("verify", made, secret_file=named, lang=lang) == 1


def test_it_may_be_typed_at_a_terminal(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("assessment.cli.backup.getpass", lambda _: SECRET)
    assert run("verify", made) == 0
    monkeypatch.setattr("assessment.cli.backup.getpass", lambda _: "")
    assert run("verify", made) == 1


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("share", [0.0001, 0.1, 0.5, 0.999])
def test_a_part_of_it_is_refused_in_words(
    made: Path,
    secret_file: Path,
    tmp_path: Path,
    share: float,
    lang: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    part, into = tmp_path / "part.tar.age", tmp_path / "there" / "new.duckdb"
    data = made.read_bytes()
    part.write_bytes(data[: int(len(data) * share)])
    capsys.readouterr()
    assert run("restore", part, into, secret_file=secret_file, lang=lang) == 1
    assert capsys.readouterr().err == Messages(lang)("backup.not_decrypted", file=part) + "\n"
    assert list(into.parent.iterdir()) == []


def test_its_hash_and_its_list_of_hashes_can_be_checked(
    made: Path, database: Path, secret_file: Path, tmp_path: Path
) -> None:
    store = Store(database)
    with store.reading() as cursor:
        rows = cursor.execute(
            "select facts ->> 'hash', facts ->> 'encrypted' from audit where action = 'backup.make'"
        ).fetchall()
    store.close()
    assert rows == [(hashlib.sha256(made.read_bytes()).hexdigest(), "true")]
    with made.open("rb") as opened, (tmp_path / "plain.tar").open("wb") as plain:
        shutil.copyfileobj(DecryptingReader(opened, SECRET), plain)
    subprocess.run(["tar", "xf", tmp_path / "plain.tar", "-C", tmp_path], check=True)
    (unpacked,) = tmp_path.glob("six-*Z")
    check = ["sha256sum", "-c", "--strict", "--quiet", "SHA256SUMS"]
    subprocess.run(check, cwd=unpacked, check=True)


# ---- the format


class Named(BytesIO):
    name = "b.tar.age"


def encrypted(data: bytes) -> bytes:
    file = Named()
    writer = EncryptingWriter(file, SECRET)
    for start in range(0, len(data), 50_000):
        writer.write(data[start : start + 50_000])
    writer.close()
    return file.getvalue()


def decrypted(data: bytes, secret: str = SECRET) -> bytes:
    reader, found = DecryptingReader(Named(data), secret), bytearray()
    while part := reader.read(10_000):
        found += part
    return bytes(found)


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encryption, "WORK", 1)


def test_what_another_program_encrypted_is_read() -> None:
    assert decrypted(base64.b64decode(BY_RAGE), "correct horse battery").decode() == (
        "六强 Six Strengths"
    )


@pytest.mark.usefixtures("cheap")
@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 131_072, 200_000])
def test_every_length_comes_out_as_it_went_in(size: int) -> None:
    data = bytes(index % 251 for index in range(size))
    assert decrypted(encrypted(data)) == data


@pytest.mark.usefixtures("cheap")
def test_every_byte_counts() -> None:
    """Whichever changes, in its head or in what it holds: nothing of that part comes out."""
    file = encrypted(b"six strengths" * 3)
    for place in range(len(encryption.MAGIC), len(file)):
        for bit in (1, 2, 64):
            changed = bytearray(file)
            changed[place] ^= bit
            with pytest.raises(AssessmentError) as refused:
                decrypted(bytes(changed))
            assert refused.value.key in ("backup.not_decrypted", "backup.passphrase_wrong")


@pytest.mark.usefixtures("cheap")
def test_parts_left_out_swapped_or_added_are_noticed() -> None:
    file = encrypted(bytes(3 * encryption.CHUNK))
    part = encryption.CHUNK + 16
    head, parts = file[: -3 * part], [file[-3 * part : -2 * part], file[-2 * part : -part]]
    last = file[-part:]
    for forged in (
        [head],
        [head, *parts],
        [head, parts[0], last],
        [head, *reversed(parts), last],
        [head, *parts, last, last],
        [head, *parts, last, b"x"],
    ):
        with pytest.raises(NotDecrypted):
            decrypted(b"".join(forged))


def test_a_file_cannot_ask_for_more_memory_than_there_is() -> None:
    dear = encrypted(b"x").replace(b" 16\n", b" 30\n", 1)
    with pytest.raises(NotDecrypted):
        decrypted(dear)


GROWTH = """
import resource, sys
from pathlib import Path
from assessment.office.backups import artefact
from assessment.office.backups.artefact import About
big, file = Path(sys.argv[1], "big"), Path(sys.argv[1], "b.tar.age")
about = About("", "", "", 1, 1, "")
parts = lambda: [(artefact.DATABASE, big), (artefact.FRAMEWORK, b"x")]
def both(size):
    with big.open("wb") as out:
        out.truncate(size)
    with file.open("wb") as out:
        artefact.write(out, "six", about, parts(), "a passphrase")
    into = Path(sys.argv[1], str(size))
    into.mkdir()
    artefact.unpack(file, into, "a passphrase")
    (into / artefact.DATABASE).unlink()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
small = both(8 << 20)
print(both(200 << 20) - small)
"""


def test_memory_does_not_grow_with_the_backup(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", GROWTH, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert int(done.stdout) < 32 << 10, "kilobytes more for 192 MB more"


# ---- where the passphrase comes from


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("text", "mode", "key"),
    [
        (SECRET, 0o640, "backup.passphrase_exposed"),
        (SECRET, 0o604, "backup.passphrase_exposed"),
        ("too short", 0o600, "backup.passphrase_weak"),
        ("", 0o600, "backup.passphrase_weak"),
        ("two lines here\nand another one", 0o600, "backup.passphrase_weak"),
        (None, 0o600, "backup.passphrase_unreadable"),
    ],
)
def test_a_passphrase_file_that_is_none_is_refused_before_anything_is_written(
    database: Path,
    folder: Path,
    tmp_path: Path,
    text: str | None,
    mode: int,
    key: str,
    lang: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = tmp_path / "secret"
    if text is not None:
        written(file, text, mode)
    asked = ("backup", folder, "--database", database)
    assert run(*asked, secret_file=file, lang=lang) == 1
    facts = {"file": file, "least": passphrase.LEAST}
    assert capsys.readouterr().err == Messages(lang)(key, **facts) + "\n"
    assert list(folder.iterdir()) == []


def test_a_file_of_a_windows_editor_is_read(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_bytes(b"\xef\xbb\xbf" + SECRET.encode() + b"\r\n")
    file.chmod(0o600)
    assert passphrase.read(file) == SECRET


def test_the_nightly_backup_is_encrypted_and_rehearsed(
    database: Path, secret_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(passphrase.FILE, str(secret_file))
    plan = backup_plan.plan(database)
    store = Store(database)
    backup_folder.make(store, SCHEDULE, DEFAULT, plan)
    (file,) = plan.backups()
    assert artefact.is_encrypted(file)
    assert backup_folder.rehearse(store, SCHEDULE, plan)
    store.close()


def test_without_its_passphrase_no_nightly_backup_is_made_in_plain(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(passphrase.FILE, str(tmp_path / "none"))
    plan = backup_plan.plan(database)
    store = Store(database)
    with pytest.raises(PassphraseUnreadable):
        backup_folder.make(store, SCHEDULE, DEFAULT, plan)
    failed = backup_history.history(store, SCHEDULE).failed
    store.close()
    assert not plan.backups()
    assert failed is not None
    assert failed.detail == Messages("zh")("backup.passphrase_unreadable", file=tmp_path / "none")


def test_encrypted_backups_are_thinned_out_as_others_are(tmp_path: Path) -> None:
    names = ("six-20260101T020000Z.tar.age", "six-20260102T020000Z.tar", "six-x.tar.age", "six.age")
    for name in names:
        (tmp_path / name).touch()
    plan = backup_plan.BackupPlan(tmp_path / "six.duckdb", tmp_path, 2)
    assert [file.name for file in plan.backups()] == list(names[:2])


def test_the_command_encrypts_as_the_running_application_does(
    secret_file: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
    database: Path,
    folder: Path,
) -> None:
    """The setting is the server's; who types the command need not know of it."""
    monkeypatch.setenv(passphrase.FILE, str(secret_file))
    request.getfixturevalue("application")
    monkeypatch.setenv(passphrase.FILE, "")
    with monkeypatch.context() as server:
        server.setattr(passphrase, "setting", lambda: secret_file)
        done = command("backup", folder, "--database", database)
    assert done.returncode == 0, done.stderr
    (file,) = folder.iterdir()
    assert file.name.endswith(".tar.age")
    assert artefact.is_encrypted(file)
    assert command("verify", database).returncode == 0
    assert command("verify", file, "--passphrase-file", secret_file).returncode == 0
