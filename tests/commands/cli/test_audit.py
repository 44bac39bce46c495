"""`audit verify` tells by its exit code whether everything recorded is as it was."""

import csv
from pathlib import Path

import duckdb
import pytest

from assessment.cli.main import main
from assessment.store.database import Store
from assessment.units import settings_table


@pytest.fixture
def database(tmp_path: Path) -> Path:
    file = tmp_path / "six.duckdb"
    store = Store(file)
    for number in range(3):
        with store.writing(
            actor="=cmd", action="draft.save", subject=f"43012{number}", facts={"n": number}
        ) as cursor:
            settings_table.record(cursor, settings_table.Setting("motto", str(number)))
    store.close()
    return file


def run(database: Path, *words: str) -> int:
    return main(["audit", words[0], "--database", str(database), *words[1:]])


def test_a_whole_chain_is_said_to_hold(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(database, "verify", "--lang", "en") == 0
    noted = capsys.readouterr().out.partition("Newest seal ")[2][:64]
    assert len(noted) == 64
    assert run(database, "verify", "--noted", noted) == 0
    assert run(database, "verify", "--noted", "0" * 64) == 1


def test_a_broken_chain_is_told_with_its_first_broken_link(
    database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    connection = duckdb.connect(str(database))
    connection.execute("update audit set actor = 'nobody' where audit = 2")
    connection.close()
    assert run(database, "verify", "--lang", "en") == 1
    assert "breaks at record 2; the 1 before it hold" in capsys.readouterr().err


def test_records_are_listed_and_written(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(database, "list", "--subject", "430122") == 0
    assert capsys.readouterr().out.count("\n") == 1
    out = tmp_path / "audit.csv"
    assert run(database, "list", "--out", str(out)) == 0
    rows = list(csv.DictReader(out.read_text("utf-8-sig").splitlines()))
    assert [row["subject"] for row in rows] == ["430122", "430121", "430120"]
    assert {row["actor"] for row in rows} == {"'=cmd"}
    assert all(len(row["hash"]) == 64 for row in rows)
    run(database, "list", "--action", "export.audit")
    assert "audit" not in capsys.readouterr().err


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    assert run(tmp_path / "none.duckdb", "verify") == 1
    assert not (tmp_path / "none.duckdb").exists()
