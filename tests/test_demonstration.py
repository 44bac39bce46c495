"""The demonstration tests keep is built anew when what it is made from changes, and only then."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.demonstration_key import ROOT, files, key

WATCHED = """
import json, sys
from pathlib import Path

opened = set()
sys.addaudithook(lambda event, args: opened.add(str(args[0])) if event == "open" else None)

from assessment.cli import demo
from assessment.demonstration.demo import build

build(Path(sys.argv[1]), lambda *_: None, prefectures=["430800"], periods=["2022", "2024"])
loaded = [m.__file__ for n, m in sys.modules.items() if n.partition(".")[0] == "assessment"]
print(json.dumps(sorted({*opened, *loaded})))
"""
"""A part of the demonstration is built, and the files that are opened for it are told."""

UNUSED = (
    "pages/scores/rankings/page_rankings.py",
    "assessment/cli/score.py",
    "assessment/scores/rankings/rankings.py",
    "assessment/exchange/live_workbook/book.py",
    "assessment/i18n/zh/robustness.yaml",
    "assessment/office/people/queries/session_recent.sql",
    "tests/conftest.py",
)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The files of this tree that the key is made of, and some that it is not, in another."""
    for file in (*files(), *UNUSED):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / file, tmp_path / file)
    return tmp_path


@pytest.mark.parametrize(
    "file",
    [
        "assessment/demonstration/demo.py",
        "assessment/rectification/common_problems/decisions.py",
        "assessment/demonstration/invention/strengths/organisation.py",
        "assessment/demonstration/invention/phrases.yaml",
        "assessment/framework/__init__.py",
        "assessment/survey/periods/queries/submission.sql",
        "assessment/store/queries/sealed_answer.sql",
        "assessment/scoring/sql/ranked.sql",
        "assessment/i18n/zh/common.yaml",
        "indicators.yaml",
        "data/units.csv",
    ],
)
def test_a_change_in_what_it_is_made_from_builds_it_anew(copy: Path, file: str) -> None:
    assert key(copy) == key()
    with (copy / file).open("a", encoding="utf-8") as changed:
        changed.write("\n")
    assert key(copy) != key()


@pytest.mark.parametrize("file", UNUSED)
def test_a_change_in_anything_else_does_not(copy: Path, file: str) -> None:
    with (copy / file).open("a", encoding="utf-8") as changed:
        changed.write("\n")
    assert key(copy) == key()


def test_nothing_is_read_for_it_that_the_key_is_not_made_of(tmp_path: Path) -> None:
    """But for the catalogues: all are read at once, and few of their words are for it."""
    command = [sys.executable, "-c", WATCHED, str(tmp_path / "part.duckdb")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    opened = {Path(path) for path in json.loads(done.stdout)}
    read = {file.relative_to(ROOT).as_posix() for file in opened if file.is_relative_to(ROOT)}
    assert len(read) > 200
    ours = {file for file in read if not re.search(r"^[.]venv/|/i18n/|[.]pyc$", file)}
    assert ours <= set(files())
