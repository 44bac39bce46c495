"""What a command writes, nobody but the owner may read."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from assessment.cli.main import main


@pytest.fixture(autouse=True)
def others_may_read() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def test_the_database_and_its_folder_are_their_owner_s(tmp_path: Path) -> None:
    file = tmp_path / "data" / "six.duckdb"
    assert main(["found", "--database", str(file)]) == 0
    assert file.parent.stat().st_mode & 0o777 == 0o700
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_database_that_everybody_could_read_is_its_owner_s_once_it_is_opened(
    tmp_path: Path,
) -> None:
    file = tmp_path / "six.duckdb"
    main(["found", "--database", str(file)])
    file.chmod(0o644)
    assert main(["audit", "list", "--database", str(file)]) == 0
    assert file.stat().st_mode & 0o777 == 0o600
