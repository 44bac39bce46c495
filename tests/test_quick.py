"""What `make check` leaves to `make test`."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import quick

ROOT = Path(__file__).parents[1]

LISTED = "tests/test_a.py::test_slow\ntests/test_a.py::test_slow_with_a_killer\n"
KILLING = """
- {name: one, tests: ["tests/test_a.py::test_slow_with_a_killer[7]"]}
- {name: two, tests: [tests/test_b.py]}
"""


class Item:
    def __init__(self, nodeid: str) -> None:
        self.nodeid = nodeid
        self.marks: list[str] = []

    def add_marker(self, name: str) -> None:
        self.marks.append(name)


@pytest.fixture
def left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], bool]:
    for name, text in (("DEAR", LISTED), ("MUTANTS", KILLING)):
        file = tmp_path / name
        file.write_text(text, "utf-8")
        monkeypatch.setattr(quick, name, file)

    def thorough(nodeid: str) -> bool:
        item = Item(nodeid)
        quick.mark([item])
        return item.marks == ["thorough"]

    return thorough


def test_what_is_dear_is_left_out_and_nothing_else(left_out: Callable[[str], bool]) -> None:
    assert left_out("tests/test_a.py::test_slow")
    assert left_out("tests/test_a.py::test_slow[1]")
    assert not left_out("tests/test_a.py::test_slower")
    assert not left_out("tests/test_b.py::test_slow")


def test_what_kills_a_mutant_is_quick_however_dear(left_out: Callable[[str], bool]) -> None:
    assert left_out("tests/test_a.py::test_slow_with_a_killer[6]")
    assert not left_out("tests/test_a.py::test_slow_with_a_killer[7]")


def test_the_list_names_tests_that_there_are_once_each() -> None:
    names = quick.dear_functions()
    assert names == sorted(set(names))
    for name in names:
        function = name.rpartition("::")[2]
        text = (ROOT / quick.file_of(name)).read_text("utf-8")
        assert function in re.findall(r"def (\w+)", text), name
