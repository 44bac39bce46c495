"""`demo`: which part of the demonstration is built is said on the command line."""

from pathlib import Path

import pytest

from assessment.cli.main import main
from assessment.demonstration.invention import YEARS

ZHANGJIAJIE = "430800"


def test_codes_the_demonstration_does_not_have_are_all_refused_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["--prefecture", "430699", "--prefecture", ZHANGJIAJIE, "--period", "2019"]
    assert main(["demo", "--database", str(tmp_path / "new.duckdb"), *asked]) == 2
    said = capsys.readouterr().err
    assert "430699" in said
    assert "2019" in said
    assert ", ".join(YEARS) in said
    assert list(tmp_path.iterdir()) == []
