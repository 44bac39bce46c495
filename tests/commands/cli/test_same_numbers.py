"""The pages, the command line, files alone and the Excel export tell the same numbers."""

import io
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from assessment.cli.main import main
from assessment.framework.loader import DEFAULT, load
from assessment.scores.basis.basis import DataSource
from assessment.scores.basis.scores import scores
from assessment.scores.rankings.rankings import ranking
from assessment.store.database import Store
from tests.kit.copies import copied
from tests.kit.people import READER

PERIOD, UNDER_WAY = "2024", "2025"
MARK = "演示数据 / demonstration data"


@pytest.fixture(scope="module")
def shown(demo_database: Path) -> pd.DataFrame:
    """What the rankings page shows."""
    store = Store(demo_database)
    try:
        return ranking(DataSource(store, load(DEFAULT)), READER, PERIOD).set_index("unit")
    finally:
        store.close()


def export(what: str, database: Path, out: Path) -> None:
    arguments = ["export", what, "--database", str(database), "--period", PERIOD]
    assert main([*arguments, "--out", str(out)]) == 0


def assert_marked(folder: Path) -> None:
    """Every row of every table says that its figures are invented."""
    for name in ("values", "indicators", "strengths", "totals", "pools"):
        table = pd.read_csv(folder / f"{name}.csv", dtype="str")
        assert table.columns[-1] == "mark"
        assert set(table["mark"]) == {MARK}


def totals_in(folder: Path) -> pd.DataFrame:
    return pd.read_csv(folder / "totals.csv", dtype={"unit": "str"}).set_index("unit")


def assert_same(found: pd.Series, expected: pd.Series) -> None:
    """To the last bit: none of them rounds on the way."""
    found = found.sort_index().astype("float64")
    pd.testing.assert_series_equal(
        found, expected.sort_index().astype("float64"), check_names=False, check_exact=True
    )


def test_exported_scores_are_the_page_s(
    demo_database: Path, shown: pd.DataFrame, tmp_path: Path
) -> None:
    export("scores", demo_database, tmp_path)
    totals = totals_in(tmp_path)
    assert_same(totals["total"], shown["score"])
    assert_same(totals["rank_all"], shown["rank"])
    assert_marked(tmp_path)


def test_scoring_exported_answers_by_file_gives_the_page_s_scores(
    demo_database: Path, shown: pd.DataFrame, tmp_path: Path
) -> None:
    answers, units = tmp_path / "answers.csv", tmp_path / "units.csv"
    export("answers", demo_database, answers)
    shown[["prefecture", "peer_group"]].to_csv(units)
    arguments = ["--answers", str(answers), "--units", str(units), "--out", str(tmp_path)]
    assert main(["score", *arguments]) == 0
    totals = totals_in(tmp_path)
    assert totals["total"].sort_index().to_list() == pytest.approx(
        shown["score"].sort_index().to_list(), abs=1e-9, nan_ok=True
    )
    assert_same(totals["rank_all"], shown["rank"])
    assert answers.read_text("utf-8-sig").startswith(f"# {MARK}\n")
    assert_marked(tmp_path)


def test_the_exported_ranking_is_the_page_s(
    demo_database: Path, shown: pd.DataFrame, tmp_path: Path
) -> None:
    export("ranking", demo_database, tmp_path / "ranking.xlsx")
    book = openpyxl.load_workbook(io.BytesIO((tmp_path / "ranking.xlsx").read_bytes()))
    rows = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
    top = next(number for number, row in enumerate(rows) if "得分" in row)
    table = pd.DataFrame(rows[top + 1 :], columns=rows[top]).set_index("编码")
    assert_same(table["得分"], shown["score"])
    assert_same(table["位次"], shown["rank"])
    assert any("演示数据" in str(row[0]) for row in rows[:top])


def test_points_add_up_to_every_base_score(demo_database: Path) -> None:
    store = Store(demo_database)
    try:
        run = scores(DataSource(store, load(DEFAULT)), READER, PERIOD)
    finally:
        store.close()
    earned = run.indicators.groupby("unit")["points"].sum(min_count=1)
    lost = run.indicators.groupby("unit")["lost"].sum(min_count=1)
    totals = run.totals.set_index("unit")
    known = totals["base"].dropna()
    assert len(known) > 100
    assert earned[known.index].to_list() == pytest.approx(known.to_list(), abs=1e-9)
    assert (earned + lost)[known.index].to_list() == pytest.approx([100] * len(known), abs=1e-9)
    assert earned[totals.index.difference(known.index)].isna().all()


def test_a_template_is_filled_and_imported_and_then_says_nothing_is_new(
    demo_database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "forms"
    # Other tests ask the same file, and this one files something new.
    where = ["--database", str(copied(demo_database, tmp_path / "own.duckdb"))]
    arguments = ["--period", UNDER_WAY, "--unit", "430626", "--out", str(out)]
    assert main(["export", "template", *where, *arguments]) == 0
    (form,) = out.iterdir()
    book = openpyxl.load_workbook(form)
    sheet = book["制度机制强"]
    cell = next(
        row[column]
        for row in sheet.iter_rows()
        for column in range(len(row))
        if any(c.value == "joint_meetings_n" for c in row) and not row[column].protection.locked
    )
    cell.value = 7
    book.save(form)
    capsys.readouterr()
    assert main(["import", *where, str(form)]) == 0
    assert "更改 1 项" in capsys.readouterr().out
    assert main(["import", *where, str(form)]) == 0
    assert "没有" in capsys.readouterr().out
    cell.value = "seven"
    book.save(form)
    assert main(["import", *where, str(form)]) == 2
    told = capsys.readouterr().err
    assert f"制度机制强!{cell.coordinate}" in told


@pytest.mark.parametrize(
    "command",
    [["export", "answers", "--period", PERIOD, "--out", "out.csv"], ["import", __file__]],
    ids=["export", "import"],
)
def test_a_database_that_is_not_there_is_not_made(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It would be an empty one, and the mistyped path would look like lost data."""
    missing = tmp_path / "typo.duckdb"
    assert main([*command, "--database", str(missing)]) == 1
    assert "typo.duckdb" in capsys.readouterr().err
    assert not missing.exists()


def test_no_such_period_is_a_sentence(
    demo_database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--database", str(demo_database), "--period", "2031", "--out", str(tmp_path)]
    assert main(["export", "scores", *arguments]) == 1
    assert "2031" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
