"""A file that a bad disk has changed is told to be damaged, and never found to hold."""

from pathlib import Path

import duckdb
import pytest

from assessment.cli.main import main
from assessment.store.database import Store
from assessment.units import settings_table

HEADERS, BLOCK = 3 * 4096, 262144
"""Bytes before the first block of a DuckDB file, and of each block."""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A database with enough settings for several blocks."""
    file = tmp_path_factory.mktemp("damage") / "six.duckdb"
    store = Store(file)
    with store.writing(actor="li", action="a.b", subject="*", facts={}) as cursor:
        for number in range(3):
            text = "".join(chr(0x4E00 + (each * 7919 + number) % 20000) for each in range(90000))
            settings_table.record(cursor, settings_table.Setting(f"motto{number}", text))
    store.close()
    return file.read_bytes()


def used_blocks(file: Path) -> list[int]:
    with duckdb.connect(str(file), read_only=True) as connection:
        tables = connection.execute("select table_name from duckdb_tables()").fetchall()
        found: set[int] = set()
        for (table,) in tables:
            for block, more in connection.execute(
                "select block_id, additional_block_ids from pragma_storage_info($table)",
                {"table": table},
            ).fetchall():
                found.update([block, *(more or ())])
    return sorted(block for block in found if block >= 0)


def test_every_block_that_holds_rows_is_read_by_verifying(
    whole: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "six.duckdb"
    file.write_bytes(whole)
    blocks = used_blocks(file)
    assert len(blocks) > 1
    for block in blocks:
        damaged = bytearray(whole)
        damaged[HEADERS + block * BLOCK + 5000] ^= 1
        file.write_bytes(damaged)
        assert main(["audit", "verify", "--database", str(file)]) != 0, block
        assert "six.duckdb" in capsys.readouterr().err
        main(["snapshot", "verify", "--database", str(file)])
    file.write_bytes(whole)
    assert main(["audit", "verify", "--database", str(file)]) == 0


def test_verifying_changes_not_a_byte_of_a_file_that_cannot_be_written_to(
    whole: bytes, tmp_path: Path
) -> None:
    file = tmp_path / "six.duckdb"
    file.write_bytes(whole)
    file.chmod(0o400)
    assert main(["audit", "verify", "--database", str(file)]) == 0
    assert main(["snapshot", "verify", "--database", str(file)]) == 0
    assert main(["snapshot", "list", "--database", str(file)]) == 0
    assert file.read_bytes() == whole
