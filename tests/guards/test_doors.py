"""The door of a capability is its `__all__`: others import those of its modules and no more."""

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.takers import ASSESSMENT

ROOT = ASSESSMENT.parent
DISTRICTS = {"survey", "scores", "field", "rectification", "office"}
CAPABILITIES = {
    ".".join(file.parent.relative_to(ROOT).parts)
    for file in ASSESSMENT.rglob("__init__.py")
    if len(parts := file.relative_to(ASSESSMENT).parts) == (3 if parts[0] in DISTRICTS else 2)
    and parts[0] in {*DISTRICTS, "units", "demonstration"}
}


def _imports(file: Path) -> Iterator[str]:
    """Dotted paths, of modules and of what is in them."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def _capability(dotted: str) -> str:
    """The capability a module is in; nothing for what is below them and for pages."""
    return next((each for each in CAPABILITIES if f"{dotted}.".startswith(f"{each}.")), "")


def _entered() -> Iterator[tuple[str, str, str]]:
    """Who imports, which capability of another, and what of it."""
    for file in [*ASSESSMENT.rglob("*.py"), *(ROOT / "pages").rglob("*.py")]:
        own = ".".join(file.relative_to(ROOT).with_suffix("").parts)
        for dotted in _imports(file):
            entered = _capability(dotted)
            if entered and entered != _capability(own):
                yield own, entered, dotted.removeprefix(entered).split(".")[1]


ENTERED = frozenset(_entered())


@pytest.mark.parametrize("capability", sorted(CAPABILITIES))
def test_others_import_what_is_in_the_door_and_only_that(capability: str) -> None:
    door = set(importlib.import_module(capability).__all__)
    used = {(who, what) for who, entered, what in ENTERED if entered == capability}
    assert {(who, what) for who, what in used if what not in door} == set()
    assert door == {what for _, what in used}


def test_no_page_imports_a_table() -> None:
    """A page writes through a service, which asks permission; a table asks nobody."""
    tables = {
        (file.relative_to(ROOT).as_posix(), dotted)
        for file in (ROOT / "pages").rglob("*.py")
        for dotted in _imports(file)
        if re.search(r"_table\b", dotted)
    }
    assert tables == set()
