"""Which tests `make check` runs: the quick ones, and those that kill a mutant.

`tests/dear.txt` names the test functions that are not quick, as measured by `-p tests.costs`. To
measure anew, empty it and run `make check ARGS=--dear`.
"""

from collections.abc import Iterable
from pathlib import Path

import pytest
import yaml

TESTS = Path(__file__).parent
DEAR = TESTS / "dear.txt"
MUTANTS = TESTS / "mutants.yaml"


def mark(items: Iterable[pytest.Item]) -> None:
    """Leave to `make test` what is dear, unless a mutant must be killed by it."""
    dear, killers = set(dear_functions()), killing_tests()
    for item in items:
        function = function_of(item.nodeid)
        if function in dear and not {item.nodeid, function, file_of(function)} & killers:
            item.add_marker("thorough")


def dear_functions() -> list[str]:
    return DEAR.read_text("utf-8").split()


def killing_tests() -> set[str]:
    """Ids of tests, functions and files."""
    entries = yaml.load(MUTANTS.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return {test for entry in entries for test in entry["tests"]}


def function_of(test: str) -> str:
    return test.partition("[")[0]


def file_of(test: str) -> str:
    return test.partition("::")[0]
