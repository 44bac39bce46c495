"""`python -m assessment check`: what it prints, where, and what it returns."""

from pathlib import Path

import pytest

from assessment.cli.check import check

GOOD = Path(__file__).with_name("good.yaml")


def test_a_good_framework_is_counted_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert check(GOOD, "en") == 0
    told = capsys.readouterr()
    assert told.out == (
        "good.yaml is in order: 3 strengths, 12 indicators, 8 fields, 2 common problems.\n"
    )
    assert told.err == ""


def test_problems_go_to_stderr_as_an_editor_can_follow_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "f.yaml"
    text = GOOD.read_text("utf-8").replace("smallest_pool: 5", "smallest_pool: x")
    file.write_text(text.replace("    weight: 40", "    wieght: 40"), "utf-8")
    assert check(file, "en") == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.splitlines() == [
        "f.yaml:9:16  smallest_pool  “x” is not a whole number. "
        "Write one without quotes, such as 5.  [framework.not_a_whole_number]",
        "f.yaml:50:5  strengths.leading.wieght  There is no key “wieght” here. "
        "Did you mean: weight?  [framework.unknown_key]",
        "f.yaml: 2 to put right, listed above; nothing was changed.",
    ]


def test_a_missing_file_is_said_in_the_language_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(tmp_path / "none.yaml", "zh") == 2
    assert "找不到此文件" in capsys.readouterr().err
