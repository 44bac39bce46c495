"""The places in the services where something is written: what runs while nobody else can write."""

import ast
from collections.abc import Collection, Iterator, Mapping
from functools import cache

from tests.guards import graph
from tests.guards.writers import SERVICES, short

Body = list[ast.stmt]


@cache
def sites() -> Mapping[str, list[Body]]:
    """By function, such as `filing.submit.withdraw`, the bodies it runs under the lock."""
    found = {
        short(node): [body for part in code for body in _bodies(part, _openers(node))]
        for node, code in _services()
    }
    return {name: bodies for name, bodies in found.items() if bodies}


def loose() -> set[str]:
    """Functions in which `writing` is called and neither entered by a `with` nor returned."""
    found = set()
    for node, code in _services():
        every = [each for part in code for each in ast.walk(part)]
        kept = {id(item.context_expr) for each in every for item in getattr(each, "items", ())}
        kept |= {id(each.value) for each in every if isinstance(each, ast.Return)}
        if any(_opens(each) and id(each) not in kept for each in every):
            found.add(short(node))
    return found


def _services() -> Iterator[tuple[str, list[ast.AST]]]:
    for module in graph.modules().values():
        if module.name.startswith(SERVICES):
            yield from ((f"{module.name}:{node}", code) for node, code in module.code.items())


def _openers(node: str) -> set[str]:
    """Functions and methods of the same module that hand the lock on to whoever enters what they
    give."""
    code = graph.modules()[node.partition(":")[0]].code
    handing = {name for name, parts in code.items() if any(map(_hands_on, parts))}
    return {name.rpartition(".")[2] for name in handing}


def _hands_on(code: ast.AST) -> bool:
    """By returning it, or by yielding under it."""
    under = [each for body in _bodies(code) for statement in body for each in ast.walk(statement)]
    returned = [each.value for each in ast.walk(code) if isinstance(each, ast.Return)]
    return any(isinstance(each, ast.Yield) for each in under) or any(map(_opens, returned))


def _bodies(code: ast.AST, openers: Collection[str] = ()) -> Iterator[Body]:
    for each in ast.walk(code):
        if isinstance(each, ast.With) and any(
            _opens(item.context_expr, openers) for item in each.items
        ):
            yield each.body


def _opens(expression: ast.AST | None, openers: Collection[str] = ()) -> bool:
    match expression:
        case ast.Call(func=ast.Attribute(attr="writing")):
            return True
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(value=ast.Name(id="self"), attr=name)):
            return name in openers
    return False
