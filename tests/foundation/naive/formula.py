"""Formulas, read letter by letter and worked out for one unit.

Comparisons are True, False or, where a side is unknown, None; `and` and `or` say what they can.
"""

import re
from collections.abc import Callable
from functools import cache

Value = float | bool | None
Names = Callable[[str], float | None]

_WORD = re.compile(
    r"\s*(?:(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)|([A-Za-z_]\w*)|(<>|!=|<=|>=|[-+*/()=<>,]))"
)
_WORDS = {"and", "or", "not", "case", "when", "then", "else", "end"}


class Formula:
    """A tree of tuples, the operation first."""

    def __init__(self, text: str) -> None:
        self.words = _split(text)
        self.at = 0
        self.tree = self._either()
        assert self.at == len(self.words), text

    def value(self, names: Names) -> Value:
        return _value(self.tree, names, None)

    def would_have_a_value(self, names: Names) -> bool:
        """Whether only a `coalesce` that found nothing keeps it from having a value."""
        return _value(self.tree, names, 1.0) is not None

    def names(self) -> set[str]:
        return set(_names(self.tree, inside_coalesce=True)) - {"period_end"}

    def needed(self) -> set[str]:
        """The names it has no value without: those outside every `coalesce`."""
        return set(_names(self.tree, inside_coalesce=False)) - {"period_end"}

    def _peek(self) -> str:
        return self.words[self.at] if self.at < len(self.words) else ""

    def _take(self, *wanted: str) -> str:
        """The next word if it is one of these, else nothing."""
        if self._peek() in wanted:
            self.at += 1
            return self.words[self.at - 1]
        return ""

    def _must(self, wanted: str) -> None:
        assert self._take(wanted), (wanted, self.words, self.at)

    def _either(self) -> tuple:
        tree = self._both()
        while self._take("or"):
            tree = ("or", tree, self._both())
        return tree

    def _both(self) -> tuple:
        tree = self._negated()
        while self._take("and"):
            tree = ("and", tree, self._negated())
        return tree

    def _negated(self) -> tuple:
        return ("not", self._negated()) if self._take("not") else self._compared()

    def _compared(self) -> tuple:
        tree = self._sum()
        if sign := self._take("=", "<>", "!=", "<", "<=", ">", ">="):
            return (sign, tree, self._sum())
        return tree

    def _sum(self) -> tuple:
        tree = self._product()
        while sign := self._take("+", "-"):
            tree = (sign, tree, self._product())
        return tree

    def _product(self) -> tuple:
        tree = self._signed()
        while sign := self._take("*", "/"):
            tree = (sign, tree, self._signed())
        return tree

    def _signed(self) -> tuple:
        return ("minus", self._signed()) if self._take("-") else self._atom()

    def _atom(self) -> tuple:
        if self._take("("):
            tree = self._either()
            self._must(")")
            return tree
        if self._take("case"):
            return self._case()
        word = self._peek()
        self.at += 1
        if word[0].isdigit() or word[0] == ".":
            return ("number", float(word))
        if self._take("("):
            parts = [self._sum()]
            while self._take(","):
                parts.append(self._sum())
            self._must(")")
            return (word, *parts)
        return ("name", word)

    def _case(self) -> tuple:
        branches = []
        while self._take("when"):
            condition = self._either()
            self._must("then")
            branches.append((condition, self._sum()))
        default = self._sum() if self._take("else") else None
        self._must("end")
        return ("case", branches, default)


@cache
def read(text: str) -> Formula:
    return Formula(text)


def _split(text: str) -> list[str]:
    words, at = [], 0
    while text[at:].strip():
        found = _WORD.match(text, at)
        assert found, text[at:]
        word = found.group().strip()
        words.append(word.lower() if word.lower() in _WORDS else word)
        at = found.end()
    return words


def _names(tree: tuple, *, inside_coalesce: bool) -> list[str]:
    match tree:
        case ("name", name):
            return [name]
        case ("number", _):
            return []
        case ("coalesce", *_) if not inside_coalesce:
            return []
        case ("case", branches, default):
            inner = [part for branch in branches for part in branch]
            inner += [] if default is None else [default]
        case (_, *inner):
            pass
    return [name for part in inner for name in _names(part, inside_coalesce=inside_coalesce)]


def _value(tree: tuple, names: Names, nothing: float | None) -> Value:  # noqa: PLR0911, PLR0912
    """`nothing` is what a `coalesce` gives that finds nothing."""
    match tree:
        case ("number", number):
            return number
        case ("name", name):
            return names(name)
        case ("case", branches, default):
            for condition, result in branches:
                if _value(condition, names, nothing) is True:
                    return _value(result, names, nothing)
            return None if default is None else _value(default, names, nothing)
    operation, *inner = tree
    parts = [_value(part, names, nothing) for part in inner]
    if operation == "coalesce":
        return next((part for part in parts if part is not None), nothing)
    if operation == "and":
        return False if False in parts else None if None in parts else True
    if operation == "or":
        return True if True in parts else None if None in parts else False
    if None in parts:
        return None
    one, other = parts[0], parts[-1]
    match operation:
        case "not":
            return not one
        case "minus":
            return -one
        case "abs":
            return abs(one)
        case "min":
            return min(parts)
        case "max":
            return max(parts)
        case "+":
            return one + other
        case "-":
            return one - other
        case "*":
            return one * other
        case "/":
            return None if other == 0 else one / other
        case "=":
            return one == other
        case "<>" | "!=":
            return one != other
        case "<":
            return one < other
        case "<=":
            return one <= other
        case ">":
            return one > other
        case ">=":
            return one >= other
    raise AssertionError(operation)
