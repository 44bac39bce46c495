"""What in `assessment.services` takes the store: public functions and methods, however deep."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator, Mapping
from typing import Any

from assessment import services
from assessment.store.database import Store

SERVICES = tuple(
    each.name for each in pkgutil.walk_packages(services.__path__, f"{services.__name__}.")
)
"""Every module, in packages too."""

FOR_NOBODY: Mapping[str, str] = {
    "data_health.kept.Kept.get": "keeps what its caller computed, and reads nothing itself",
    "team_register.checks.Known.of": "checked against by writes, which ask themselves",
    "team_register.checks.Since.entry": "checked against by writes, which ask themselves",
}
"""What takes the store and not who is asking, and why."""


def takers(module: str) -> Iterator[tuple[str, frozenset[str]]]:
    """By name below `services`, with the names of its parameters."""
    loaded = importlib.import_module(module)
    for name, function in _functions(loaded):
        takes = inspect.signature(function).parameters
        if any(each.name == "store" or each.annotation is Store for each in takes.values()):
            yield f"{module.removeprefix(f'{services.__name__}.')}.{name}", frozenset(takes)


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
