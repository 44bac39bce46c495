"""A backup holds everything of one moment, can be checked with standard tools, and restores."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from threading import Event, Thread

import duckdb
import pytest

from assessment.cli.main import main
from assessment.framework.loader import DEFAULT
from assessment.i18n import Messages
from assessment.kernel.actors import OPERATOR
from assessment.kernel.places import ROOT
from assessment.office.audit_trail import audit
from assessment.office.backups import artefact, operator_socket, restoring
from assessment.store.blobs import beside
from assessment.store.database import Store
from assessment.store.opening import log_of
from assessment.survey.evidence import evidence_table
from assessment.survey.evidence.evidence_table import EvidenceFile
from assessment.survey.publishing import snapshots
from tests.survey.test_snapshots import PUBLISHER, TEXT

T = Messages("en")


@pytest.fixture
def database(province_database: Path, tmp_path: Path) -> Path:
    """Three counties with a snapshot and an evidence file."""
    file = Path(shutil.copy(province_database, tmp_path / "six.duckdb"))
    store = Store(file)
    snapshots.publish(store, TEXT, PUBLISHER, "2024", "首次")
    hash = store.blobs.keep(b"a scan")
    with store.writing(actor="x", action="evidence.add", subject="*", facts={}) as cursor:
        evidence_table.record_file(cursor, EvidenceFile(hash, "pdf", 6))
    store.close()
    return file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "backups"
    made.mkdir()
    return made


@pytest.fixture
def made(database: Path, folder: Path) -> Path:
    assert backup(database, folder / "b.tar") == 0
    return folder / "b.tar"


def backup(database: Path, to: Path) -> int:
    return main(["backup", str(to), "--database", str(database), "--lang", "en"])


def restore(file: Path, into: Path) -> int:
    return main(["restore", str(file), str(into), "--lang", "en"])


def verify(file: Path) -> int:
    return main(["verify", str(file), "--lang", "en"])


def newest(file: Path) -> tuple[int, str]:
    """How many audit records there are, and the last link."""
    store = Store(file)
    try:
        chain = audit.verify(store, OPERATOR).chain
    finally:
        store.close()
    return chain.records, chain.newest


def test_what_is_restored_is_what_was_backed_up(
    database: Path, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = newest(database)
    assert backup(database, folder) == 0
    told = capsys.readouterr().out
    assert T("backup.link", link=before[1]) in told.splitlines()
    (file,) = folder.iterdir()
    assert T("backup.sha256", hash=hashlib.sha256(file.read_bytes()).hexdigest()) in told
    assert file.stat().st_mode & 0o777 == 0o600
    into = tmp_path / "elsewhere" / "new.duckdb"
    assert restore(file, into) == 0
    assert T("backup.snapshots_same", count=1) in capsys.readouterr().out
    assert newest(into) == before
    (scan,) = beside(into).rglob("?" * 64)
    assert scan.read_bytes() == b"a scan"
    assert restoring.framework_beside(into).read_bytes() == DEFAULT.read_bytes()
    assert {each.name for each in into.parent.iterdir()} == {
        "new.duckdb",
        "new.duckdb.evidence",
        "new.duckdb.indicators.yaml",
    }


def test_that_it_was_made_is_recorded_after_the_moment_it_holds(database: Path, made: Path) -> None:
    store = Store(database)
    with store.reading() as cursor:
        rows = cursor.execute("select audit, actor, facts from audit where action = 'backup.make'")
        ((number, actor, facts),) = rows.fetchall()
    store.close()
    told = json.loads(facts)
    assert actor == OPERATOR.name
    assert told["file"] == str(made)
    assert told["records"] == number - 1
    assert told["hash"] == hashlib.sha256(made.read_bytes()).hexdigest()


def test_its_parts_can_be_checked_without_us(made: Path, tmp_path: Path) -> None:
    subprocess.run(["tar", "xf", made, "-C", tmp_path], check=True)
    (unpacked,) = tmp_path.glob("six-*Z")
    subprocess.run(
        ["sha256sum", "-c", "--strict", "--quiet", "SHA256SUMS"], cwd=unpacked, check=True
    )
    listed = (unpacked / "SHA256SUMS").read_text().split()[1::2]
    there = {str(file.relative_to(unpacked)) for file in unpacked.rglob("*") if file.is_file()}
    assert {*listed, "SHA256SUMS"} == there


@pytest.mark.parametrize("taken", ["", ".wal", ".evidence", ".indicators.yaml"])
def test_a_backup_is_restored_into_an_empty_place_only(
    made: Path, tmp_path: Path, taken: str, capsys: pytest.CaptureFixture[str]
) -> None:
    into = tmp_path / "there" / "new.duckdb"
    into.parent.mkdir()
    there = into.with_name(into.name + taken)
    there.write_bytes(b"mine")
    assert restore(made, into) == 1
    assert str(there) in capsys.readouterr().err
    assert list(into.parent.iterdir()) == [there]
    assert there.read_bytes() == b"mine"


def test_a_backup_is_never_written_over(database: Path, made: Path) -> None:
    before = made.read_bytes()
    assert backup(database, made) == 1
    assert made.read_bytes() == before
    assert list(made.parent.iterdir()) == [made]


@pytest.mark.parametrize("share", [0, 0.001, 0.3, 0.6, 0.99])
def test_the_beginning_of_a_backup_is_none(made: Path, tmp_path: Path, share: float) -> None:
    part = tmp_path / "part.tar"
    data = made.read_bytes()
    part.write_bytes(data[: int(len(data) * share)])
    assert verify(part) == 1
    into = tmp_path / "there" / "new.duckdb"
    assert restore(part, into) == 1
    assert list(into.parent.iterdir()) == []


def again(made: Path, to: Path, change: dict[str, bytes], hashes: bool = True) -> Path:
    """The backup with some parts changed; with the list of hashes made to fit, or as it was."""
    with tarfile.open(made) as tar:
        members = [(each.name, tar.extractfile(each).read()) for each in tar]  # type: ignore[union-attr]
    parts = {name.partition("/")[2]: data for name, data in members} | change
    if hashes:
        parts[artefact.SUMS] = "".join(
            f"{hashlib.sha256(data).hexdigest()}  {name}\n"
            for name, data in parts.items()
            if name != artefact.SUMS
        ).encode()
    with tarfile.open(to, "w") as tar:
        for name, data in parts.items():
            member = tarfile.TarInfo(name if "/" in name and ".." in name else f"six/{name}")
            member.size = len(data)
            tar.addfile(member, BytesIO(data))
    return to


def scan_of(made: Path) -> str:
    with tarfile.open(made) as tar:
        return next(n.partition("/")[2] for n in tar.getnames() if "/evidence/" in n)


def test_a_part_that_changed_is_named(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scan = scan_of(made)
    changed = again(made, tmp_path / "c.tar", {scan: b"another"}, hashes=False)
    assert verify(changed) == 1
    facts = {"file": str(changed), "names": scan}
    assert capsys.readouterr().err == T("backup.damaged", **facts) + "\n"


@pytest.mark.parametrize("name", ["../out", "six/../../out", "more.txt"])
def test_a_part_of_another_name_is_refused(made: Path, tmp_path: Path, name: str) -> None:
    changed = again(made, tmp_path / "c.tar", {name: b"x"})
    assert restore(changed, tmp_path / "there" / "new.duckdb") == 1
    assert list((tmp_path / "there").iterdir()) == []
    assert not (tmp_path / "out").exists()


def tampered(database: Path, statement: str) -> bytes:
    copy = database.with_name("tampered.duckdb")
    shutil.copy(database, copy)
    with duckdb.connect(str(copy)) as connection:
        connection.execute(statement)
    return copy.read_bytes()


@pytest.mark.parametrize(
    "statement",
    [
        "update audit set actor = 'nobody' where audit = 2",
        "update snapshot_result set text = text || ' ' where name = 'totals'",
    ],
)
def test_what_fits_its_hashes_and_does_not_hold_is_not_restored(
    database: Path,
    made: Path,
    tmp_path: Path,
    statement: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    forged = {artefact.DATABASE: tampered(database, statement)}
    changed = again(made, tmp_path / "c.tar", forged)
    assert restore(changed, tmp_path / "there" / "new.duckdb") == 1
    assert T("backup.nothing_restored") in capsys.readouterr().err
    assert list((tmp_path / "there").iterdir()) == []


def test_evidence_that_is_gone_is_told_and_does_not_hold(
    database: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    next(beside(database).rglob("?" * 64)).unlink()
    assert backup(database, folder / "b.tar") == 0
    assert T("backup.evidence_missing", count=1) in capsys.readouterr().err
    assert verify(folder / "b.tar") == 1


def test_verify_looks_at_databases_too(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert verify(database) == 0
    assert T("backup.snapshots_same", count=1) in capsys.readouterr().out
    forged = tmp_path / "forged.duckdb"
    forged.write_bytes(tampered(database, "update audit set actor = 'x' where audit = 2"))
    assert verify(forged) == 1


@pytest.fixture
def application(database: Path) -> Iterator[Store]:
    """Has the database open, and answers commands."""
    store, ending = Store(database), Event()
    answering = Thread(
        target=operator_socket.serve, args=(database, lambda: store, DEFAULT, ending)
    )
    answering.start()
    while not operator_socket.beside(database).exists():
        pass
    yield store
    ending.set()
    answering.join()
    store.close()


def command(*arguments: object) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "assessment", *map(str, arguments), "--lang", "en"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_while_the_application_runs_it_makes_the_backup(
    application: Store, database: Path, folder: Path
) -> None:
    made = folder / "b.tar"
    assert operator_socket.beside(database).stat().st_mode & 0o777 == 0o600
    with application.reading() as reading:
        count = len(reading.table("audit"))
        done = command("backup", made, "--database", database)
    assert done.returncode == 0, done.stderr
    assert application.revision == count + 1
    assert command("verify", made).returncode == 0
    assert command("verify", database).returncode == 0
    assert application.revision == count + 1
    refused = command("backup", made, "--database", database)
    assert refused.returncode == 1
    assert refused.stderr == T("backup.exists", file=made) + "\n"
    assert list(folder.iterdir()) == [made]


def test_a_backup_under_load_is_of_one_moment_and_nobody_waits_for_its_end(
    application: Store, database: Path, folder: Path
) -> None:
    ending = Event()

    def work() -> None:
        while not ending.is_set():
            with application.writing(actor="x", action="x", subject="*", facts={}):
                pass

    worker = Thread(target=work)
    worker.start()
    try:
        for number in range(3):
            done = command("backup", folder / f"{number}.tar", "--database", database)
            assert done.returncode == 0, done.stderr
    finally:
        ending.set()
        worker.join()
    for file in folder.iterdir():
        assert verify(file) == 0


def test_a_disk_that_takes_no_backup_is_told(application: Store, database: Path) -> None:
    with operator_socket.asking(database) as connection, open("/dev/full", "wb") as full:
        assert connection is not None
        with pytest.raises(operator_socket.ApplicationRefused) as told:
            operator_socket.backup(connection, full, None)
    assert told.value.key == "backup.not_written"
    assert os.strerror(28) in T(told.value.key, **told.value.facts)


def test_a_socket_that_a_killed_application_left_is_nobody(database: Path, folder: Path) -> None:
    subprocess.run(
        [
            sys.executable,
            "-c",
            "import socket, sys; socket.socket(1).bind(sys.argv[1])",
            operator_socket.beside(database),
        ],
        check=True,
    )
    assert backup(database, folder / "b.tar") == 0


def test_where_a_socket_s_name_would_be_too_long_it_goes_by_its_folder(
    database: Path, tmp_path: Path
) -> None:
    deep = tmp_path / ("x" * 100)
    deep.mkdir()
    file = Path(shutil.copy(database, deep / "six.duckdb"))
    store, ending = Store(file), Event()
    answering = Thread(target=operator_socket.serve, args=(file, lambda: store, DEFAULT, ending))
    answering.start()
    try:
        while not operator_socket.beside(file).exists():
            pass
        assert backup(file, tmp_path / "b.tar") == 0
    finally:
        ending.set()
        answering.join()
        store.close()


def test_a_backup_leaves_no_log_behind(database: Path, made: Path) -> None:
    assert not log_of(database).exists()
    assert not list(database.parent.glob(".*"))
