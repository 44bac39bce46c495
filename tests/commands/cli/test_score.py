"""`score`: files in, files out, for any framework of the schema."""

import csv
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from assessment.cli.main import main

SMALL = Path(__file__).parents[2] / "foundation" / "scoring" / "small.yaml"

ANSWERS = """unit,period,field,value
a,2024,part,1
a,2024,whole,3
a,2024,meetings,10
a,2024,people,4
b,2024,part,5
b,2024,whole,10
b,2024,meetings,10
b,2024,people,NA
c,2024,part,9
"""


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    file = tmp_path / "answers.csv"
    file.write_text(ANSWERS, "utf-8")
    return file


def run(answers: Path, out: Path, *more: str) -> int:
    return main(
        ["score", "--framework", str(SMALL), "--answers", str(answers), "--out", str(out), *more]
    )


TABLES = ("values", "indicators", "strengths", "totals", "pools")


def table(folder: Path, name: str) -> pd.DataFrame:
    return pd.read_csv(folder / f"{name}.csv", dtype={"unit": str}).set_index("unit")


def test_a_table_a_level_comes_out_at_full_precision(answers: Path, tmp_path: Path) -> None:
    assert run(answers, tmp_path / "out") == 0
    written = {file.name for file in (tmp_path / "out").iterdir()}
    assert written == {f"{name}.csv" for name in TABLES}
    with (tmp_path / "out" / "values.csv").open(encoding="utf-8") as file:
        values = {(row["unit"], row["indicator"]): row for row in csv.DictReader(file)}
    assert float(values["a", "rate"]["value"]) == 1 / 3


def test_only_answers_that_say_they_are_invented_give_scores_that_say_so(
    answers: Path, tmp_path: Path
) -> None:
    run(answers, tmp_path / "out")
    assert "mark" not in table(tmp_path / "out", "totals").columns
    answers.write_text("# 演示数据 / demonstration data\n" + ANSWERS, "utf-8")
    run(answers, tmp_path / "marked")
    assert set(table(tmp_path / "marked", "totals")["mark"]) == {"演示数据 / demonstration data"}


def test_totals_can_be_checked_by_hand(answers: Path, tmp_path: Path) -> None:
    run(answers, tmp_path / "out")
    totals = table(tmp_path / "out", "totals")
    # Without a list of units all are one group; only a has a value for reach: 50 by mid-rank.
    assert totals.loc["a", "total"] == pytest.approx((40 * (100 / 3) + 20 * 100) / 100 + 40 * 0.5)
    assert totals.loc["b", "total"] == pytest.approx((40 * 50 + 20 * 100) / 60)


def test_what_was_not_answered_is_an_empty_cell_and_never_a_zero(
    answers: Path, tmp_path: Path
) -> None:
    run(answers, tmp_path / "out")
    lines = (tmp_path / "out" / "totals.csv").read_text("utf-8").splitlines()
    header, c = lines[0].split(","), lines[3].split(",")
    assert dict(zip(header, c, strict=True))["total"] == ""
    assert dict(zip(header, c, strict=True))["rank_all"] == ""


def test_a_listed_unit_that_answered_nothing_is_scored_as_unknown(
    answers: Path, tmp_path: Path
) -> None:
    units = tmp_path / "units.csv"
    units.write_text("unit,prefecture,peer_group\na,n,big\nb,n,big\nc,s,big\nd,s,pair\n", "utf-8")
    assert run(answers, tmp_path / "out", "--units", str(units)) == 0
    assert pd.isna(table(tmp_path / "out", "totals").loc["d", "total"])


def test_two_periods_ask_for_a_choice(
    answers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers.write_text(ANSWERS + "a,2025,part,1\n", "utf-8")
    assert run(answers, tmp_path / "out", "--lang", "en") == 1
    assert "2024, 2025" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
    assert run(answers, tmp_path / "out", "--period", "2025") == 0


def test_a_period_that_cannot_be_is_a_sentence(
    answers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(answers, tmp_path / "out", "--period", "2024H3", "--lang", "en") == 2
    assert "2024H3 is not a period. Write it like 2024" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_bad_answers_are_all_listed_and_nothing_is_written(
    answers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers.write_text(ANSWERS + "a,2024,parts,1\na,24,part,1\nb,2024,meetings,lots\n", "utf-8")
    assert run(answers, tmp_path / "out") == 2
    told = capsys.readouterr()
    assert told.out == ""
    for line in (11, 12, 13):
        assert f"answers.csv:{line}:" in told.err
    assert not (tmp_path / "out").exists()


def test_a_bad_framework_is_listed_with_lines(
    answers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text(
        SMALL.read_text("utf-8").replace("formula: part / whole", "formula: part / hole")
    )
    code = main(
        ["score", "--framework", str(broken), "--answers", str(answers), "--out", str(tmp_path)]
    )
    assert code == 2
    assert "broken.yaml:" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path / "none.csv", tmp_path / "out") == 1
    assert "none.csv" in capsys.readouterr().err


def test_results_that_cannot_be_written_are_a_sentence(
    answers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "out").write_text("a file stands here", "utf-8")
    assert run(answers, tmp_path / "out") == 1
    assert (tmp_path / "out").read_text("utf-8") == "a file stands here"
    assert str(tmp_path / "out") in capsys.readouterr().err


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_help_teaches_in_both_languages(lang: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "assessment", "--lang", lang, "--help"],
        capture_output=True,
        text=True,
        check=True,
    )
    for command in ("check", "demo", "import", "export", "score"):
        assert f"python -m assessment {command}" in ran.stdout
    assert ("退出码" in ran.stdout) is (lang == "zh")
