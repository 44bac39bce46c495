"""A database is whole in its file alone after a checkpoint, and is copied while people work."""

import shutil
import subprocess
import sys
from pathlib import Path
from threading import Event, Thread

import pytest

from assessment.kernel.places import ROOT
from assessment.store.database import Store
from assessment.store.database_errors import DatabaseNotCopied
from assessment.store.opening import log_of


def write(store: Store, count: int = 1) -> None:
    for _ in range(count):
        with store.writing(actor="li", action="x", subject="*", facts={}):
            pass


def revision(file: Path) -> int:
    store = Store(file)
    try:
        return store.revision
    finally:
        store.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "six.duckdb"


def test_a_checkpoint_leaves_nothing_in_the_log(file: Path, tmp_path: Path) -> None:
    store = Store(file)
    write(store, 3)
    assert log_of(file).stat().st_size
    store.checkpoint()
    assert not log_of(file).exists()
    copy = Path(shutil.copy(file, tmp_path / "copy.duckdb"))
    store.close()
    assert revision(copy) == 3


def test_what_a_crash_left_in_the_log_is_folded_in_at_the_next_opening(file: Path) -> None:
    Store(file).close()
    script = (
        "import os, sys; from assessment.store.database import Store; s = Store(sys.argv[1])\n"
        "with s.writing(actor='li', action='x', subject='*', facts={}): pass\n"
        "os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", script, file], cwd=ROOT, check=True)
    assert log_of(file).exists()
    store = Store(file)
    assert not log_of(file).exists()
    assert store.revision == 1
    store.close()


def test_a_reader_in_the_midst_does_not_hold_up_checkpoint_and_copy(
    file: Path, tmp_path: Path
) -> None:
    store = Store(file)
    write(store)
    with store.reading() as cursor:
        assert len(cursor.table("audit")) == 1
        write(store)
        store.copy(tmp_path / "copy.duckdb")
        assert len(cursor.table("audit")) == 1
    store.close()
    assert revision(tmp_path / "copy.duckdb") == 2


def test_copies_made_while_somebody_writes_hold_what_was_committed_before(
    file: Path, tmp_path: Path
) -> None:
    store, ending = Store(file), Event()

    def work() -> None:
        while not ending.is_set():
            write(store)

    worker = Thread(target=work)
    worker.start()
    copies = []
    for number in range(5):
        before, copy = store.revision, tmp_path / f"{number}.duckdb"
        store.copy(copy)
        copies.append((before, copy, store.revision))
    ending.set()
    worker.join()
    store.close()
    for before, copy, after in copies:
        assert before <= revision(copy) <= after


def test_no_other_process_gets_in_after_a_copy(file: Path, tmp_path: Path) -> None:
    """To read the file in this process and close it would let go of DuckDB's lock."""
    store = Store(file)
    store.copy(tmp_path / "copy.duckdb")
    script = "import duckdb, sys; duckdb.connect(sys.argv[1])"
    other = subprocess.run([sys.executable, "-c", script, file], capture_output=True, check=False)
    assert b"Could not set lock" in other.stderr
    store.close()


def test_a_copy_that_finds_no_place_is_told(file: Path, tmp_path: Path) -> None:
    store = Store(file)
    with pytest.raises(DatabaseNotCopied):
        store.copy(tmp_path / "nowhere" / "copy.duckdb")
    store.close()
