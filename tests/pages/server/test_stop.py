"""However the served application is asked to stop, the database file alone holds everything.

While it runs, nobody but the owner may read what it writes.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from assessment.kernel.actors import OPERATOR
from assessment.office.people import demonstration_accounts
from assessment.store.database import Store
from assessment.units import setup
from scripts.serving import ROOT, free_port
from tests.foundation.store.serving import enter


@pytest.fixture
def database(tmp_path: Path) -> Path:
    file = tmp_path / "served" / "six.duckdb"
    file.parent.mkdir()
    store = Store(file)
    setup.mark_demonstration(store, OPERATOR)
    demonstration_accounts.add(store, OPERATOR)
    store.close()
    return file


@contextmanager
def served(database: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """As `make run` serves it: the process, and its address once it answers."""
    port = free_port()
    here = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}"],
        cwd=ROOT,
        env={**os.environ, "SIX_STRENGTHS_DB": str(database)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while process.poll() is None:
            try:
                requests.get(f"{here}/healthz", timeout=60)
                break
            except requests.ConnectionError:
                time.sleep(0.1)
        yield process, here
    finally:
        process.kill()
        process.wait()


def sign_in(here: str) -> None:
    assert enter(here).status_code == requests.codes.see_other


def records(file: Path) -> int:
    store = Store(file)
    try:
        return store.revision
    finally:
        store.close()


def modes(folder: Path) -> set[int]:
    """Of the files: the database, its log and its socket."""
    return {file.stat().st_mode & 0o777 for file in folder.iterdir() if not file.is_dir()}


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_what_was_written_is_in_the_file_alone_after_a_stop(
    database: Path, tmp_path: Path, how: signal.Signals
) -> None:
    database.chmod(0o644)
    with served(database) as (process, here):
        sign_in(here)
        assert modes(database.parent) == {0o600}
        written = requests.get(f"{here}/healthz", timeout=60).json()["revision"]
        process.send_signal(how)
        process.wait(timeout=60)
    assert [file.name for file in database.parent.iterdir()] == [database.name]
    copy = Path(shutil.copy(database, tmp_path / "copy.duckdb"))
    assert records(copy) == written


def backup(database: Path, to: Path) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "assessment", "backup", str(to), "--database", str(database)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@pytest.mark.thorough
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
@pytest.mark.parametrize("after", [0.0, 0.2, 1.0])
def test_a_backup_that_a_stop_cut_short_is_none_and_every_other_restores(
    database: Path, tmp_path: Path, how: signal.Signals, after: float
) -> None:
    blobs = Store(database)
    for number in range(30):
        blobs.blobs.keep(bytes([number]) * 3_000_000)
    blobs.close()
    folder = tmp_path / "backups"
    folder.mkdir()
    with served(database) as (process, here):
        sign_in(here)
        command = backup(database, folder / "b.tar")
        while not list(folder.iterdir()) and command.poll() is None:
            time.sleep(0.01)
        time.sleep(after)
        process.send_signal(how)
        process.wait(timeout=60)
        done = command.wait(timeout=60)
    names = [file.name for file in folder.iterdir()]
    assert names == (["b.tar"] if done == 0 or names == ["b.tar"] else [])
    for name in names:
        restored = subprocess.run(
            [sys.executable, "-m", "assessment", "restore", folder / name, tmp_path / "new.duckdb"],
            cwd=ROOT,
            check=False,
        )
        assert restored.returncode == 0
