"""The mutants of `tests/mutants.yaml` can be made, and `make mutants` tells who survives."""

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import mutants
from scripts.checkout import ROOT
from scripts.mutants import Mutant

FEWEST = 60
MUTANTS = mutants.read_mutants()

SLOW_MARK = re.compile(r"\bmark\.(browser|thorough|demonstration)\b")

RULE = "def may_vote(age: int) -> bool:\n    return age >= 18\n"
TESTS = """
from rule import may_vote

def test_a_child_may_not_vote():
    assert not may_vote(17)
"""
LISTED = """
- {name: a child votes, file: rule.py, old: ">= 18", new: ">= 17", tests: [test_rule.py]}
- {name: who is just of age does not vote, file: rule.py, old: ">= 18", new: "> 18",
   tests: ["test_rule.py::test_a_child_may_not_vote"]}
- {name: nothing runs, file: rule.py, old: "def ", new: "import nowhere\n\ndef ",
   tests: [test_rule.py]}
- {name: the text is gone, file: rule.py, old: ">= 21", new: ">= 17", tests: [test_rule.py]}
"""


@pytest.mark.parametrize("mutant", MUTANTS, ids=[mutant.name for mutant in MUTANTS])
def test_a_mutant_can_be_made_and_is_another_program(mutant: Mutant) -> None:
    text = (ROOT / mutant.file).read_bytes().decode("utf-8")
    assert text.count(mutant.old) == 1
    assert mutant.new != mutant.old
    if mutant.file.endswith(".py"):
        ast.parse(text.replace(mutant.old, mutant.new))


@pytest.mark.parametrize("test", sorted({test for mutant in MUTANTS for test in mutant.tests}))
def test_a_test_that_kills_is_there_and_is_quick(test: str) -> None:
    name, _, function = test.partition("::")
    text = (ROOT / name).read_text("utf-8")
    if not name.startswith("tests/"):
        assert ">>>" in text, "there are no examples to run"
        return
    assert not name.startswith("tests/browser/")
    wanted = function.partition("[")[0]
    functions = [node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)]
    killers = [node for node in functions if node.name == wanted or not wanted]
    assert any(is_quick(node) for node in killers if node.name.startswith("test_"))


def is_quick(node: ast.FunctionDef) -> bool:
    decorators = " ".join(ast.unparse(each) for each in node.decorator_list)
    fixtures = {argument.arg for argument in node.args.args}
    return not SLOW_MARK.search(decorators) and not fixtures & {"demo_database", "small_demo"}


def test_the_quick_part_is_the_one_of_make_check() -> None:
    assert f"\nQUICK := {mutants.QUICK}\n" in (ROOT / "Makefile").read_text("utf-8")


def test_there_are_many_and_each_says_something_of_its_own() -> None:
    names = [mutant.name for mutant in MUTANTS]
    assert len(names) >= FEWEST
    assert len(set(names)) == len(names)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A project of one rule, which has one test too few."""
    (tmp_path / "scripts").mkdir()
    (tmp_path / "tests").mkdir()
    for name in ("mutants.py", "checkout.py"):
        shutil.copy(ROOT / "scripts" / name, tmp_path / "scripts")
    (tmp_path / "tests" / "mutants.yaml").write_text(LISTED, "utf-8")
    (tmp_path / "rule.py").write_text(RULE, "utf-8")
    (tmp_path / "test_rule.py").write_text(TESTS, "utf-8")
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    return tmp_path


def run(checkout: Path, *names: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scripts.mutants", *names]
    return subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False)


def test_a_mutant_is_killed_survives_or_could_not_be_tried(checkout: Path) -> None:
    done = run(checkout)
    killed, survived, broken, gone = done.stdout.splitlines()[2:6]
    assert "| killed | test_rule.py::test_a_child_may_not_vote |" in killed
    assert "| survived |  |" in survived
    assert "| ERROR: pytest ended with 2 |" in broken
    assert "| ERROR: the old text stands 0 times |" in gone
    assert "1 of 4 mutants killed." in done.stdout
    assert done.returncode == 1
    assert (checkout / "rule.py").read_text("utf-8") == RULE


def test_where_all_are_killed_the_command_succeeds(checkout: Path) -> None:
    done = run(checkout, "a child votes")
    assert "1 of 1 mutants killed." in done.stdout
    assert done.returncode == 0


def test_a_name_nobody_has_is_refused(checkout: Path) -> None:
    done = run(checkout, "a child vote")
    assert "no mutant named a child vote" in done.stderr
    assert done.returncode == 2


def test_nothing_is_broken_where_a_test_fails_already(checkout: Path) -> None:
    (checkout / "rule.py").write_text(RULE.replace("18", "16"), "utf-8")
    done = run(checkout, "a child votes")
    assert "The tests fail before anything is broken." in done.stdout
    assert done.returncode == 1
