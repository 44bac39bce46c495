"""The commands that the documents name, as they stand there.

A block without a language is a terminal: every line of it is a command. Words in code are one if
they begin like a command and go on.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).parents[2]
DOCUMENTS = (
    *(
        "README.md",
        "README.zh.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        "data/SOURCE.md",
    ),
    *sorted(str(file.relative_to(ROOT)) for file in (ROOT / "docs").rglob("*.md")),
)
A_COMMAND = re.compile(
    r"(?:make|python\S*|pip|git|bash|sudo|apt-get|pre-commit|\.venv/\S+|scripts/\S+|\.ci/\S+) \S"
)
OURS = ".venv/bin/python -m assessment"


@cache
def commands(document: str) -> Sequence[str]:
    """In the order in which they are read."""
    return tuple(_commands(_tokens(document)))


def in_code(document: str) -> set[str]:
    """All words set in code within a sentence."""
    return {token.content for token in _tokens(document) if token.type == "code_inline"}


def _commands(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in {"fence", "code_block"} and not token.info:
            yield from filter(None, map(str.strip, token.content.splitlines()))
        elif token.type == "code_inline" and A_COMMAND.match(token.content):
            yield token.content


def _tokens(document: str) -> Sequence[Token]:
    """All of them, however deep."""
    parsed = MarkdownIt().enable("table").parse((ROOT / document).read_text("utf-8"))
    return [each for token in parsed for each in (token, *(token.children or ()))]


def targets(text: str) -> set[str]:
    """What `make` is asked for in these commands."""
    return set(re.findall(r"^make ([a-z]+)", text, re.MULTILINE))
