"""Which files the demonstration province is made from: while none of them changes, it is kept.

They are the modules that its command imports, directly or through others, and the queries, words
and data that these name. So a change in a page, in another command or in an export builds nothing.
"""

import hashlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import grimp

ROOT = Path(__file__).parents[1]

COMMAND = "assessment.cli.demo"

ALWAYS = (
    "assessment/store/migrations/*.sql",
    "assessment/scoring/sql/**/*.sql",
    "assessment/demonstration/invention/*.yaml",
    "indicators.yaml",
    "data/*.csv",
    "requirements.txt",
)
"""What is read whatever the modules name. Other pins may draw or keep other numbers."""


def key(root: Path = ROOT) -> str:
    """A short name that changes with any of the files, as they are under `root`."""
    digest = hashlib.sha256()
    for file in files():
        data = (root / file).read_bytes()
        digest.update(f"{file} {len(data)}\n".encode() + data)
    return digest.hexdigest()[:16]


@cache
def files() -> tuple[str, ...]:
    """Paths under the root, in order."""
    modules = sorted(_modules())
    text = "\n".join((ROOT / module).read_text("utf-8") for module in modules)
    always = (file for pattern in ALWAYS for file in ROOT.glob(pattern))
    others = (*always, *_queries(text), *_words(text))
    return tuple(sorted({*modules, *(file.relative_to(ROOT).as_posix() for file in others)}))


def _modules() -> Iterator[str]:
    """Those the command imports, and the packages they are in."""
    graph = grimp.build_graph("assessment", cache_dir=None)
    for name in {COMMAND, *graph.find_upstream_modules(COMMAND)}:
        path = name.replace(".", "/")
        yield f"{path}.py" if (ROOT / f"{path}.py").exists() else f"{path}/__init__.py"
        for package in Path(path).parents[:-1]:
            yield f"{package.as_posix()}/__init__.py"


def _queries(text: str) -> Iterator[Path]:
    """Those called by name, or by a name that begins as one of `text` does: f"sealed_{noun}"."""
    beginnings = tuple(re.findall(r'f"(\w+_)\{', text))
    for file in (ROOT / "assessment").rglob("queries/*.sql"):
        if f'"{file.stem}"' in text or file.stem.startswith(beginnings):
            yield file


def _words(text: str) -> Iterator[Path]:
    """The areas of the catalogues that a sentence is named from."""
    for file in (ROOT / "assessment/i18n").glob("*/*.yaml"):
        if f'"{file.stem}.' in text:
            yield file
