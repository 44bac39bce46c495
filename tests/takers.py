"""What in the capabilities takes the store or what leads to it, public and however deep."""

import importlib
import inspect
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import assessment
from assessment.scores.basis.basis import Basis, DataSource
from assessment.store.database import Store

ASSESSMENT = Path(assessment.__file__).parent

BELOW = ("cli", "errors", "exchange", "framework", "i18n", "kernel", "scoring", "store")
"""What is no capability: what capabilities are made of, and the command line."""


def files() -> list[Path]:
    """The modules of the capabilities; not their tables, whose rows the engine is asked for."""
    every = (file for file in sorted(ASSESSMENT.rglob("*.py")) if not _is_below(file))
    return [file for file in every if not file.stem.endswith("_table")]


def _is_below(file: Path) -> bool:
    first = file.relative_to(ASSESSMENT).with_suffix("").parts[0]
    return first in BELOW or first.startswith("__")


def _module(file: Path) -> str:
    path = ".".join(file.relative_to(ASSESSMENT.parent).with_suffix("").parts)
    return path.removesuffix(".__init__")


SERVICES = tuple(map(_module, files()))
"""Every module of a capability."""

FOR_NOBODY: Mapping[str, str] = {
    "field.teams.register.checks.Known.of": "checked against by writes, which ask themselves",
    "field.teams.register.checks.Since.entry": "checked against by writes, which ask themselves",
}
"""What takes the store and not who is asking, and why."""


STORES = (Store, DataSource, Basis)
"""What reads the database, or holds what does."""


def takers(module: str) -> Iterator[tuple[str, frozenset[str]]]:
    """By name below `assessment`, with the names of its parameters."""
    loaded = importlib.import_module(module)
    for name, function in _functions(loaded):
        takes = inspect.signature(function).parameters
        if name == "DataSource.at" or any(map(_is_store, takes.values())):
            yield f"{module.removeprefix('assessment.')}.{name}", frozenset(takes)


def _is_store(parameter: inspect.Parameter) -> bool:
    return parameter.name == "store" or parameter.annotation in STORES


def _functions(module: Any) -> Iterator[tuple[str, Any]]:
    """Also those that are cached, or belong to a class or to an object."""
    for name, thing in _public(module):
        if getattr(thing, "__module__", None) != module.__name__:
            continue
        if inspect.isclass(thing):
            yield from ((f"{name}.{method}", each) for method, each in _public(thing))
        else:
            yield name, thing


def _public(owner: Any) -> Iterator[tuple[str, Any]]:
    for name, thing in vars(owner).items():
        bare = inspect.unwrap(getattr(thing, "__func__", thing))
        if not name.startswith("_") and (inspect.isfunction(bare) or inspect.isclass(bare)):
            yield name, bare
