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
from assessment.office.people import accounts
from assessment.store.database import Store
from assessment.units import setup
from scripts.serving import ROOT, free_port

FORM = "six_strengths_form"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    file = tmp_path / "served" / "six.duckdb"
    file.parent.mkdir()
    store = Store(file)
    setup.mark_demonstration(store, OPERATOR)
    accounts.add_demonstration(store, OPERATOR)
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
    answer = requests.post(
        f"{here}/login",
        {"form": "x", "lang": "zh", "demonstration": "demo-reviewer"},
        cookies={FORM: "x"},
        headers={"Origin": here},
        allow_redirects=False,
        timeout=60,
    )
    assert answer.status_code == 303


def records(file: Path) -> int:
    store = Store(file)
    try:
        return store.revision
    finally:
        store.close()


def modes(folder: Path) -> set[int]:
    """Of the files: the database and its log."""
    return {file.stat().st_mode & 0o777 for file in folder.iterdir() if file.is_file()}


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
    copy = Path(shutil.copy(database, tmp_path / "copy.duckdb"))
    assert records(copy) == written
