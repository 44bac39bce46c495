"""The names a piece of Python code refers to, each with the attributes asked of it."""

import ast
from collections.abc import Iterable

Function = ast.FunctionDef | ast.AsyncFunctionDef
Comprehension = ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp

LOCAL = ""
"""What a reference begins with that has no name at its beginning, or a local one."""

Reference = tuple[str, ...]
"""`("store", "ask")` for `store.ask(...)`, and `(LOCAL, "ask")` where `store` is a parameter."""


def references(code: ast.AST) -> set[Reference]:
    visitor = _Visitor()
    visitor.visit(code)
    return visitor.found


class _Visitor(ast.NodeVisitor):
    def __init__(self) -> None:
        self.found: set[Reference] = set()
        self._scopes: list[set[str]] = []

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load):
            self._add(node.id)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        attributes: list[str] = []
        base: ast.expr = node
        while isinstance(base, ast.Attribute):
            attributes.insert(0, base.attr)
            base = base.value
        if isinstance(base, ast.Name):
            self._add(base.id, *attributes)
        else:
            self.found.add((LOCAL, *attributes))
            self.visit(base)

    def visit_arg(self, node: ast.arg) -> None:
        """An annotation calls nothing."""

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.visit(node.value)

    def visit_FunctionDef(self, node: Function) -> None:
        defaults = [*node.args.defaults, *filter(None, node.args.kw_defaults)]
        for each in [*node.decorator_list, *defaults]:
            self.visit(each)
        self._inside(_local_names(node), node.body)

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Lambda(self, node: ast.Lambda) -> None:
        for each in [*node.args.defaults, *filter(None, node.args.kw_defaults)]:
            self.visit(each)
        self._inside(_parameters(node.args), [node.body])

    def visit_ListComp(self, node: Comprehension) -> None:
        targets = [each for part in node.generators for each in ast.walk(part.target)]
        names = {each.id for each in targets if isinstance(each, ast.Name)}
        self._inside(names, ast.iter_child_nodes(node))

    visit_SetComp = visit_GeneratorExp = visit_DictComp = visit_ListComp

    def _inside(self, names: set[str], code: Iterable[ast.AST]) -> None:
        self._scopes.append(names)
        for each in code:
            self.visit(each)
        self._scopes.pop()

    def _add(self, name: str, *attributes: str) -> None:
        is_local = name != "self" and any(name in names for names in self._scopes)
        self.found.add((LOCAL if is_local else name, *attributes))


def _parameters(arguments: ast.arguments) -> set[str]:
    return {each.arg for each in ast.walk(arguments) if isinstance(each, ast.arg)}


def _local_names(function: Function) -> set[str]:
    """Its parameters and what it assigns; not what a function inside it calls its own."""
    names = _parameters(function.args)
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, Function | ast.ClassDef):
            names.add(node.name)
        elif not isinstance(node, ast.Lambda | Comprehension):
            names |= _assigned(node)
            waiting += ast.iter_child_nodes(node)
    return names


def _assigned(node: ast.AST) -> set[str]:
    match node:
        case ast.Name(id=name, ctx=ast.Store()):
            return {name}
        case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)):
            return {name}
        case ast.MatchStar(name=str(name)):
            return {name}
    return set()
