"""`diff`: what changed between two frameworks, and whose rank that moves."""

from pathlib import Path

import pytest

from assessment.cli.main import main

HEAD = """
title: {zh: 试, en: Trial}
scope: {zh: 省, en: Province}
completeness_threshold: 0.8
smallest_pool: 2
grades:
  - {code: good, title: {zh: 好, en: Good}, at_least: 50}
  - {code: poor, title: {zh: 差, en: Poor}, at_least: 0}
fields:
"""
FIELD = """
  - code: {code}_n
    title: {{zh: 项{code}, en: Item {code}}}
    type: integer
    strength: only
"""
STRENGTH = """
strengths:
  - code: only
    title: {zh: 强, en: Strength}
    short: {zh: 强, en: Strength}
    weight: 100
    indicators:
"""
INDICATOR = """
      - code: {code}
        title: {{zh: 指标{code}, en: Indicator {code}}}
        kind: count
        measure: {{zh: 个, en: pieces}}
        formula: {code}_n
        direction: up
        scoring: {{method: target, target: 10}}
        weight: {weight}
        evidence: {{zh: 无, en: None}}
        source: {{zh: 无, en: None}}
        basis: proposal
"""
ANSWERS = """unit,period,field,value
a,2024,one_n,10
a,2024,two_n,0
b,2024,one_n,0
b,2024,two_n,8
c,2024,one_n,5
"""


def framework(**weights: int) -> str:
    """Indicators by their weights."""
    fields = "".join(FIELD.format(code=code) for code in weights)
    indicators = "".join(INDICATOR.format(code=c, weight=w) for c, w in weights.items())
    return HEAD + fields + STRENGTH + indicators


@pytest.fixture(autouse=True)
def nobodys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No database but those a test names."""
    monkeypatch.setenv("SIX_STRENGTHS_DB", str(tmp_path / "none.duckdb"))
    monkeypatch.setenv("SIX_STRENGTHS_LANG", "en")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return written(tmp_path / "old.yaml", framework(one=50, two=50))


def written(file: Path, text: str) -> Path:
    file.write_text(text, "utf-8")
    return file


def diff(*arguments: Path | str) -> int:
    return main(["diff", *map(str, arguments)])


def test_changes_are_listed_and_who_moves_by_how_much(
    old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """a: 50 → 30, b: 40 → 56; c answered too little for a total, and still does."""
    new = written(tmp_path / "new.yaml", framework(one=30, two=70))
    answers = written(tmp_path / "answers.csv", ANSWERS)
    assert diff(old, new, "--answers", answers) == 0
    told = capsys.readouterr().out
    assert "Indicator: Indicator one  Weight: 50 → 30" in told
    assert "strengths.only.indicators.two.weight" in told
    assert "of 3 counties: 2 move in rank, 2 change grade, 0 lose their total" in told
    assert "  a  rank 1 → 2 (down 1)  total 50 → 30 (down 20)  grade Good → Poor" in told
    assert "  b  rank 2 → 1 (up 1)  total 40 → 56 (up 16)  grade Poor → Good" in told
    assert "  c  " not in told


def test_who_loses_a_total_is_told_first(
    old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Only a has answered what is new; the answers may hold what one of the two does not ask."""
    new = written(tmp_path / "new.yaml", framework(one=50, two=50, three=100))
    answers = written(tmp_path / "answers.csv", ANSWERS + "a,2024,three_n,10\n")
    assert diff(old, new, "--answers", answers) == 0
    told = capsys.readouterr().out
    assert "added  Indicator: Indicator three" in told
    assert "added  Survey field: Item three" in told
    assert "1 lose their total" in told
    lines = [line.strip() for line in told.splitlines() if " rank " in line]
    assert lines[0] == "b  rank 2 → —  total 40 → —  grade Poor → —"
    assert lines[1].startswith("a  rank 1 → 1  total 50 → 75 (up 25)")


def test_the_same_file_twice_has_no_difference(
    old: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert diff(old, old) == 0
    assert capsys.readouterr().out == f"{old} and {old} do not differ.\n"


def test_words_alone_move_nobody(
    old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = framework(one=50, two=50).replace("Indicator one", "Indicator no. 1")
    assert diff(old, written(tmp_path / "new.yaml", text)) == 0
    told = capsys.readouterr().out
    assert "Indicator one → Indicator no. 1" in told
    assert "nobody’s score or rank moves" in told


def test_the_problems_of_both_files_are_listed_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Under the paths they were given by: both may be called indicators.yaml."""
    for folder in ("old", "new"):
        (tmp_path / folder).mkdir()
    first = written(tmp_path / "old" / "indicators.yaml", framework(one=50).replace("up", "upp"))
    second = written(tmp_path / "new" / "indicators.yaml", framework(one=50) + "wrong: 1\n")
    assert diff(first, second) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert f"{first}:" in said.err
    assert f"{second}:" in said.err


def test_a_broken_file_given_twice_is_told_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path / "broken.yaml", framework(one=50) + "wrong: 1\n")
    assert diff(file, file) == 2
    assert capsys.readouterr().err.count("unknown_key") == 1


def test_a_file_that_is_not_there_is_told(
    old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert diff(old, tmp_path / "nowhere.yaml") == 2
    assert "nowhere.yaml" in capsys.readouterr().err


def test_without_a_database_only_the_changes_are_listed(
    old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new = written(tmp_path / "new.yaml", framework(one=30, two=70))
    assert diff(old, new) == 0
    said = capsys.readouterr()
    assert "50 → 30" in said.out
    assert "none.duckdb" in said.err


def test_a_database_that_was_asked_for_must_be_there(
    old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new = written(tmp_path / "new.yaml", framework(one=30, two=70))
    assert diff(old, new, "--period", "2024") == 1
    assert diff(old, new, "--database", tmp_path / "other.duckdb") == 1
    assert "other.duckdb" in capsys.readouterr().err
    assert not (tmp_path / "other.duckdb").exists()


def test_a_framework_that_asks_nothing_in_the_period_takes_every_total(
    old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A framework that begins in 2025 has nothing to say of 2024."""
    text = framework(one=30, two=70).replace("        basis", "        since: 2025\n        basis")
    answers = written(tmp_path / "answers.csv", ANSWERS)
    code = diff(old, written(tmp_path / "new.yaml", text), "--answers", answers)
    said = capsys.readouterr()
    assert code == 0
    assert "2 lose their total" in said.out


def test_the_demonstration_says_what_it_is(
    demo_database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shipped = Path(__file__).parents[3] / "indicators.yaml"
    text = shipped.read_text("utf-8").replace(
        "{method: target, target: 1}", "{method: target, target: 2}"
    )
    new = written(tmp_path / "new.yaml", text)
    assert diff(shipped, new, "--database", demo_database, "--lang", "zh") == 0
    told = capsys.readouterr().out
    assert "# 演示数据 / demonstration data" in told
    assert "用 2025 的填报比较 123 个单位" in told
    assert "（" in told.splitlines()[-1]
