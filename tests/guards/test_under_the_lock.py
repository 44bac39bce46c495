"""Whether what is written was looked at again under the lock, held to `under_the_lock.yaml`."""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest
import yaml

from tests.guards import graph, sites
from tests.guards.writers import SERVICES, short

TABLE = Path(__file__).parent / "under_the_lock.yaml"
TESTS = graph.ROOT / "tests"
HELPER = "meanwhile"
LOOKS = ("must", "_must", "refuse", "_refuse", "_numbered", "ask", "frame", "revision", "newest")
"""How what looks again begins, in this code."""


def column(name: str) -> Mapping[str, str]:
    table = yaml.safe_load(TABLE.read_text("utf-8"))[name]
    return {
        f"{module}.{function}": text
        for module, functions in table.items()
        for function, text in functions.items()
    }


PROVED = column("looks again")


def test_every_write_says_whether_it_looks_again() -> None:
    entered = [*PROVED, *column("nothing to look at")]
    assert sorted(entered) == sorted(sites.sites())


def test_every_write_is_one_that_we_see() -> None:
    assert sites.loose() == set()
    assert {name for name, bodies in sites.sites().items() if len(bodies) > 1} == set()


@pytest.mark.parametrize("name", PROVED)
def test_a_write_that_looks_again_is_proved_by_a_test(name: str) -> None:
    """The test lets somebody write in between, and calls what leads to the write."""
    file, _, wanted = PROVED[name].partition("::")
    functions = _functions(TESTS / file)
    assert wanted in functions, f"{file} has no {wanted}"
    mentioned = set(_names(functions[wanted], functions))
    assert HELPER in mentioned
    assert mentioned & _callers(name), f"{wanted} calls nothing that leads to {name}"


@pytest.mark.parametrize("name", column("nothing to look at"))
def test_a_write_with_nothing_to_look_at_looks_at_nothing(name: str) -> None:
    (body,) = sites.sites()[name]
    inside = [each for statement in body for each in ast.walk(statement)]
    assert not [each for each in inside if isinstance(each, ast.If | ast.Raise | ast.While)]
    called = {_last(each.func) for each in inside if isinstance(each, ast.Call)}
    assert not {each for each in called if each.startswith(LOOKS)}


def _callers(name: str) -> set[str]:
    """The write and whatever leads to it, but for the demonstration, by their last names."""
    nodes = graph.leading_to({node for node in graph.called() if short(node) == name})
    found = {short(node) for node in nodes if node.startswith(SERVICES)}
    return {each.rpartition(".")[2] for each in found if not each.startswith("demonstration.")}


@cache
def _functions(file: Path) -> dict[str, ast.AST]:
    """The functions and variables at the top of a test module."""
    found: dict[str, ast.AST] = {}
    for each in ast.parse(file.read_text("utf-8")).body:
        if isinstance(each, ast.FunctionDef):
            found[each.name] = each
        elif isinstance(each, ast.Assign | ast.AnnAssign):
            found |= {name.id: each for name in ast.walk(each) if isinstance(name, ast.Name)}
    return found


def _names(code: ast.AST, functions: Mapping[str, ast.AST], deep: int = 2) -> Iterator[str]:
    """What a test mentions, also through what else is in its module."""
    for each in ast.walk(code):
        if isinstance(each, ast.Name | ast.Attribute):
            name = _last(each)
            yield name
            if deep and isinstance(each, ast.Name) and functions.get(name, code) is not code:
                yield from _names(functions[name], functions, deep - 1)
        elif isinstance(each, ast.Constant) and isinstance(each.value, str):
            yield each.value


def _last(expression: ast.AST) -> str:
    match expression:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""
