"""A long module says why it is one piece."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]

LONG = 350
"""Lines; above this a second job has often moved in, and its docstring says that none has."""


def test_a_long_module_says_why_it_is_one() -> None:
    unexplained = [
        file.relative_to(ROOT).as_posix()
        for folder in ("assessment", "pages")
        for file in (ROOT / folder).rglob("*.py")
        if len((text := file.read_text("utf-8")).splitlines()) > LONG
        and "\nOne module: " not in (ast.get_docstring(ast.parse(text)) or "")
    ]
    assert unexplained == []
