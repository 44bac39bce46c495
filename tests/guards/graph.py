"""Which function leads to which, read from the source of the services and the pages.

A node is `module:function`, `module:Class`, `module:Class.method` or `module:VARIABLE`; `module:`
is what a module does when it is run. Every reference counts as a call, for a function that is
handed on is called by somebody. The type of an object is not known: `thing.close` leads to every
public class's method `close`. A class leads to its special methods, such as `__call__`, and a
private class to all its methods.
"""

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from tests import takers
from tests.guards.references import LOCAL, Function, Reference, references

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Module:
    """One file."""

    name: str
    imported: dict[str, str] = field(default_factory=dict)
    """Names that stand for something elsewhere, with its dotted path."""

    code: dict[str, list[ast.AST]] = field(default_factory=lambda: defaultdict(list))
    """By node, without the module's name."""

    def names(self, name: str) -> bool:
        """Whether it is a function, class or variable of this module."""
        return name != LOCAL and name in self.code

    def targets_of(self, path: list[str]) -> Iterator[str]:
        """The nodes that a dotted path stands for, seen from this module."""
        if not path:
            return
        first, *rest = path
        if not self.names(first):
            if first in self.imported:
                yield from _elsewhere([*self.imported[first].split("."), *rest])
            return
        yield f"{self.name}:{first}"
        begins = f"{first}." if first.startswith("_") else f"{first}.__"
        yield from (f"{self.name}:{node}" for node in self.code if node.startswith(begins))
        if rest and f"{first}.{rest[0]}" in self.code:
            yield f"{self.name}:{first}.{rest.pop(0)}"
        yield from _methods_called(rest)


@cache
def modules() -> Mapping[str, Module]:
    files = [ROOT / "app.py", *takers.files(), *(ROOT / "pages").rglob("*.py")]
    return {module.name: module for module in map(_module, sorted(files))}


@cache
def referred() -> Mapping[str, frozenset[Reference]]:
    """By node, what its code refers to, in its module's words."""
    return {
        f"{module.name}:{node}": frozenset().union(*map(references, code))
        for module in modules().values()
        for node, code in module.code.items()
    }


@cache
def called() -> Mapping[str, frozenset[str]]:
    """By node, the nodes that its code refers to."""
    return {
        node: frozenset(target for each in found for target in _targets(node, each))
        for node, found in referred().items()
    }


@cache
def edges() -> Mapping[str, frozenset[str]]:
    """By node, the nodes it leads to; what a module imports counts as called when it is run."""
    return {node: targets | _imported(node) for node, targets in called().items()}


def reached(starts: Iterable[str], *, within: str) -> set[str]:
    """All nodes that `starts` lead to. The way goes on in modules that begin with `within` only:
    of the others just the first node is reached."""
    found: set[str] = set()
    waiting = list(starts)
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting += edges().get(node, ()) if node.startswith(within) else ()
    return found


def leading_to(ends: Iterable[str]) -> set[str]:
    """All nodes from which one of `ends` is reached, and these."""
    before: dict[str, set[str]] = defaultdict(set)
    for node, targets in edges().items():
        for target in targets:
            before[target].add(node)
    found: set[str] = set()
    waiting = list(ends)
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting += before[node]
    return found


def _module(file: Path) -> Module:
    module = Module(
        ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    )
    tree = ast.parse(file.read_text("utf-8"))
    for each in ast.walk(tree):
        if isinstance(each, ast.Import):
            names = {alias.asname or alias.name.partition(".")[0]: alias for alias in each.names}
            module.imported.update({name: alias.name for name, alias in names.items()})
        elif isinstance(each, ast.ImportFrom):
            path = each.module or ""
            names = {alias.asname or alias.name: alias for alias in each.names}
            module.imported.update({name: f"{path}.{alias.name}" for name, alias in names.items()})
    for statement in tree.body:
        for node, code in _nodes(statement):
            module.code[node].append(code)
    return module


def _nodes(statement: ast.stmt) -> Iterator[tuple[str, ast.AST]]:
    """The nodes that a statement at the top of a module is the code of."""
    match statement:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            yield name, statement
        case ast.ClassDef(name=name):
            for each in [*statement.body, *statement.bases, *statement.decorator_list]:
                yield f"{name}.{each.name}" if isinstance(each, Function) else name, each
        case _:
            yield "", statement
            for each in ast.walk(statement):
                if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store):
                    yield each.id, statement


def _imported(node: str) -> set[str]:
    name, _, place = node.partition(":")
    names = () if place else modules()[name].imported
    return {target for each in names for target in _targets(node, (each,))}


def _targets(node: str, reference: Reference) -> Iterator[str]:
    name, _, place = node.partition(":")
    module, (first, *rest) = modules()[name], reference
    own = f"{place.partition('.')[0]}.{rest[0]}" if first == "self" and rest else ""
    if own in module.code and own:
        yield f"{name}:{own}"
        yield from _methods_called(rest[1:])
    elif module.names(first) or first in module.imported:
        yield from module.targets_of([first, *rest])
    else:
        yield from _methods_called(rest)


def _elsewhere(path: list[str]) -> Iterator[str]:
    """What a path from the top stands for: nothing where it leads out of what we read."""
    for end in range(len(path), 0, -1):
        module = modules().get(".".join(path[:end]))
        if module is not None:
            yield from module.targets_of(path[end:])
            return


def _methods_called(attributes: Iterable[str]) -> Iterator[str]:
    for attribute in attributes:
        yield from _methods().get(attribute, ())


@cache
def _methods() -> Mapping[str, set[str]]:
    """By its name, every method of a public class."""
    found: dict[str, set[str]] = defaultdict(set)
    for module in modules().values():
        for node in module.code:
            owner, _, method = node.partition(".")
            if method and not method.startswith("__") and not owner.startswith("_"):
                found[method].add(f"{module.name}:{node}")
    return found
