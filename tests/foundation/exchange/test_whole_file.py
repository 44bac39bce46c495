"""A file that could not be written whole is as it was, and nothing lies beside it."""

import os
import resource
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from assessment.exchange import whole_file

ROOM = 1000
"""Bytes a file may grow to while the disk is `full`."""


@contextmanager
def full() -> Iterator[None]:
    """The system refuses to let any file grow beyond `ROOM`, as a full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_on_a_full_disk_the_old_file_stays_and_nothing_is_left_over(tmp_path: Path) -> None:
    file = tmp_path / "answers.csv"
    file.write_text("old")
    with full(), pytest.raises(OSError, match="too large"):
        whole_file.write({file: b"x" * 2 * ROOM})
    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]


def test_of_files_that_belong_together_none_is_written_when_one_cannot_be(tmp_path: Path) -> None:
    with full(), pytest.raises(OSError, match="too large"):
        whole_file.write({tmp_path / "a.csv": b"short", tmp_path / "b.csv": b"x" * 2 * ROOM})
    assert list(tmp_path.iterdir()) == []


def test_the_new_replaces_the_old_and_keeps_its_permissions(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("old")
    file.chmod(0o640)
    whole_file.write({file: b"new"})
    assert file.read_text() == "new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_others_may_read_a_new_file_as_any_other_of_ours(tmp_path: Path) -> None:
    whole_file.write({tmp_path / "a.csv": b"new"})
    (tmp_path / "plain").touch()
    assert (tmp_path / "a.csv").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_a_link_still_points_where_it_did(tmp_path: Path) -> None:
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    link.symlink_to(real)
    whole_file.write({link: b"new"})
    assert link.is_symlink()
    assert real.read_text() == "new"


def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    whole_file.write({pipe: b"new"})
    assert os.read(reading, 10) == b"new"
    os.close(reading)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError):
        whole_file.write({tmp_path: b"new"})
