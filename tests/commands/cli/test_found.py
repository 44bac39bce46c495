"""`found`: a real database, from the files a federation keeps."""

import shutil
from pathlib import Path

import pytest

from assessment.cli.main import main
from assessment.store.database import Store
from assessment.units.setup import DATA, is_demonstration
from tests.kit.people import READER


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    """A copy of the lists we ship, to spoil."""
    folder = tmp_path / "lists"
    folder.mkdir()
    for name in ("units.csv", "prefectures.csv"):
        shutil.copy(DATA / name, folder)
    return folder


def found(database: Path, *more: str) -> int:
    return main(["found", "--database", str(database), *more])


def test_a_real_database_is_ready_for_its_first_survey(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = tmp_path / "real.duckdb"
    assert found(database, "--period", "2025", "--deadline", "2026-02-15") == 0
    assert "2026-02-15" in capsys.readouterr().out
    store = Store(database)
    try:
        assert not is_demonstration(store, READER)
    finally:
        store.close()
    where = ["--database", str(database), "--period", "2025", "--unit", "430626"]
    assert main(["export", "template", *where, "--out", str(tmp_path / "forms")]) == 0
    (form,) = (tmp_path / "forms").iterdir()
    assert main(["import", "--database", str(database), str(form)]) == 0


def test_founding_again_changes_nothing_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = tmp_path / "real.duckdb"
    found(database)
    capsys.readouterr()
    assert found(database) == 0
    assert "新增 0 项，更新 0 项，137 项不变" in capsys.readouterr().out


def test_the_usual_deadline_is_a_month_after_the_period(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert found(tmp_path / "real.duckdb", "--period", "2025H1") == 0
    assert "2025-07-31" in capsys.readouterr().out


def test_a_spoilt_list_is_told_whole_and_makes_no_database(
    lists: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    units = lists / "units.csv"
    lines = units.read_text("utf-8").splitlines()
    lines[1] = lines[1].replace("430102", "43010")
    lines[2] = lines[2].replace(",430100,", ",999900,")
    units.write_text("\n".join(lines), "utf-8")
    assert found(tmp_path / "real.duckdb", "--data", str(lists)) == 2
    told = capsys.readouterr().err
    assert "units.csv:2" in told
    assert "units.csv:3" in told
    assert not (tmp_path / "real.duckdb").exists()


def test_what_is_no_period_makes_no_database(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert found(tmp_path / "real.duckdb", "--period", "2025H3") == 2
    assert "2025H3" in capsys.readouterr().err
    assert not (tmp_path / "real.duckdb").exists()
