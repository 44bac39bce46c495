"""Scores are read at a period, as who asks may see it: never from whatever store is at hand."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.takers import ASSESSMENT

READS = {"ask", "frame", "reading"}
"""Methods of a store that answer."""

LIVE = {"period", "county_team", "county_visit", "county_finding"}
"""Queries that may be asked of the store as it is now: which periods there are, and the work of
teams, which is told as it is today (docs/decisions/0017)."""

COMMON_PROBLEMS = ASSESSMENT / "rectification" / "common_problems"
READERS = [
    *(
        file
        for file in sorted((ASSESSMENT / "scores").rglob("*.py"))
        if file.parent.name != "basis"
    ),
    COMMON_PROBLEMS / "problems.py",
    COMMON_PROBLEMS / "candidates.py",
]


def breaches(text: str) -> Iterator[str]:
    """What a module takes or asks that it should not, with its line."""
    tree = ast.parse(text)
    owners = [tree, *(each for each in tree.body if isinstance(each, ast.ClassDef))]
    for function in (each for owner in owners for each in owner.body):
        if isinstance(function, ast.FunctionDef):
            bases = set(_bases(function))
            for each in ast.walk(function):
                if isinstance(each, ast.arg) and re.search(r"\bStore\b", _kind(each)):
                    yield f"{each.lineno}: {each.arg}"
                if isinstance(each, ast.Call) and not _is_at_a_period(each, bases):
                    yield f"{each.lineno}: {ast.unparse(each.func)}"


def _bases(function: ast.FunctionDef) -> Iterator[str]:
    """Names in a function that stand for a basis: parameters, and what a source gave."""
    for each in ast.walk(function):
        if isinstance(each, ast.arg) and _kind(each) == "Basis":
            yield each.arg
        if isinstance(each, ast.Assign) and ast.unparse(each.value).startswith("source.at("):
            yield ast.unparse(each.targets[0])


def _kind(parameter: ast.arg) -> str:
    return ast.unparse(parameter.annotation) if parameter.annotation else ""


def _is_at_a_period(call: ast.Call, bases: set[str]) -> bool:
    """Whether a call is no query, or asks a basis, or asks what may be asked of the live store."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in READS:
        return True
    read_from = ast.unparse(call.func.value)
    if read_from == "source.live_store":
        return ast.unparse(call.args[0]).strip("'") in LIVE
    return read_from in {f"{basis}.store" for basis in bases}


@pytest.mark.parametrize("file", READERS, ids=lambda file: str(file.relative_to(ASSESSMENT)))
def test_what_reads_scores_takes_a_source_and_reads_it_at_a_period(file: Path) -> None:
    assert set(breaches(file.read_text("utf-8"))) == set()


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("def f(store: Store): pass", {"1: store"}),
        (
            "def f(source: DataSource): source.live_store.ask('answer', Row)",
            {"1: source.live_store.ask"},
        ),
        (
            "def f(source: DataSource):\n store = source.live_store\n store.frame('unit')",
            {"3: store.frame"},
        ),
        ("def f(source: DataSource):\n here = source.at(a, b)\n here.store.frame('unit')", set()),
        ("def f(here: Basis): here.store.ask('answer', Row)", set()),
    ],
)
def test_the_guard_sees_what_is_not_read_at_a_period(code: str, found: set[str]) -> None:
    assert set(breaches(code)) == found
