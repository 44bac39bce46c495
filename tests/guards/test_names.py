"""Names are nouns of the field: no module, class or parameter is called by a bare participle."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]

PARTICIPLES = frozenset(
    {"told", "said", "seen", "found", "kept", "given", "wanted", "asked", "held", "shown"}
)
"""They say that something was done to a thing, and not what it is."""

ALLOWED = {"assessment/cli/found.py: found"}
"""The command `found`, which founds a database. This list only gets shorter."""


def _names(file: Path) -> Iterator[str]:
    yield file.stem
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.arguments):
            arguments = [*node.posonlyargs, *node.args, *node.kwonlyargs]
            yield from (argument.arg for argument in arguments)


def test_no_module_class_or_parameter_is_named_by_a_participle() -> None:
    named = {
        f"{file.relative_to(ROOT).as_posix()}: {name}"
        for folder in ("assessment", "pages")
        for file in (ROOT / folder).rglob("*.py")
        for name in _names(file)
        if name.lower().strip("_") in PARTICIPLES
    }
    assert named == ALLOWED
