"""Formulas: arithmetic over codes, read with sqlglot and rebuilt from what is allowed.

A formula may hold numbers, codes, `+ - * /`, `min max abs coalesce` and `case`; a condition is
comparisons, joined with `and or not`. Everything else is refused, and what reaches a database
is a new tree made here, never the text: `min` and `max` are unknown when any argument is,
numbers are doubles on every engine, and dividing by zero gives null.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from math import isfinite
from typing import Literal

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

PERIOD_END = "period_end"
"""Stands in any formula for the last day of the period, as days since 1970-01-01."""

SIGNAL_FUNCTIONS: Mapping[str, Literal["indicator", "field"]] = {
    "score": "indicator",
    "percentile": "indicator",
    "missing": "field",
    "change": "field",
}
"""What a common problem's signal may ask, and of what: an indicator's score or percentile, whether
a field is missing (1 or 0), how far it moved since the last period (0.2 for 20 % either way)."""

LONGEST = 1000
"""Characters. Far beyond any rule people read; keeps a hostile file from exhausting the parser."""

NESTED = 20
"""Brackets and cases within each other. The parser takes some twenty calls for each."""

DEEPEST = 60
"""Levels of the tree, such as terms in a sum: whoever reads it takes a call for each."""

LARGEST = 2000
"""Nodes. `min` and `max` name each argument several times over, so nesting them multiplies."""

_CODE = re.compile(r"[a-z][a-z0-9_]*\Z")
_NESTING = re.compile(r"[()]|\b(?:case|end)\b", re.IGNORECASE)
_FOREIGN = re.compile(r"--|/\*|//|[^A-Za-z0-9_.,+\-*/()<>=!\s]")
"""What no formula is written with: comments, quotes, brackets, parameters, full-width signs."""

_ARITHMETIC = (exp.Add, exp.Sub, exp.Mul)
_COMPARISON = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE)


class BadFormula(ValueError):
    """Why a formula was refused: a code for the catalogue, and the words in question."""

    def __init__(self, code: str, **facts: object) -> None:
        self.code, self.facts = code, facts
        super().__init__(f"{code} {facts}")


@dataclass(frozen=True, slots=True)
class Parsed:
    """A formula that passed."""

    tree: exp.Expression
    """Over columns named by the codes; functions of one code are columns `function__code`."""

    names: frozenset[str]
    """Every code it reads, save `period_end`."""

    needed: frozenset[str]
    """Those without which it has no value: all but what stands inside `coalesce`."""

    calls: frozenset[tuple[str, str]]
    """Each `(function, code)` asked for, such as `("score", "role_satisfaction")`."""


def parse_number(text: str) -> Parsed:
    """Read an indicator's formula. Raises `BadFormula`."""
    return _parse(text, condition=False, functions=())


def parse_condition(text: str, functions: tuple[str, ...] = ()) -> Parsed:
    """Read a condition, in which each of `functions` may be asked of one code.

    Raises `BadFormula`.

    >>> sorted(parse_condition("score(a) < 60 or b = 0", ("score",)).calls)
    [('score', 'a')]
    """
    return _parse(text, condition=True, functions=functions)


def parse_signal(text: str) -> Parsed:
    """Read a common problem's signal, a condition that may ask `SIGNAL_FUNCTIONS`.

    Raises `BadFormula`.
    """
    return parse_condition(text, tuple(SIGNAL_FUNCTIONS))


@lru_cache(maxsize=2048)
def _parse(text: str, *, condition: bool, functions: tuple[str, ...]) -> Parsed:
    if len(text) > LONGEST:
        raise BadFormula("formula_too_long", longest=LONGEST)
    if foreign := _FOREIGN.search(text):
        raise BadFormula("formula_forbidden", part=foreign.group())
    if _nested(text) > NESTED:
        raise BadFormula("formula_too_complex")
    builder = _Builder(functions)
    try:
        # Read as a condition, so that a statement is not even parsed.
        given = sqlglot.parse_one(text, into=exp.Condition)
        tree = builder.condition(given) if condition else builder.number(given)
    except SqlglotError as error:
        raise BadFormula("formula_unreadable", text=text) from error
    except RecursionError as error:
        raise BadFormula("formula_too_complex") from error
    return Parsed(
        tree, frozenset(builder.names), frozenset(builder.needed), frozenset(builder.calls)
    )


def _nested(text: str) -> int:
    opened = (1 if sign.lower() in ("(", "case") else -1 for sign in _NESTING.findall(text))
    return max(accumulate(opened), default=0)


class _Builder:
    """Rebuilds a tree node by node; a node it does not know is refused."""

    def __init__(self, functions: Collection[str]) -> None:
        self.functions = functions
        self.names: set[str] = set()
        self.needed: set[str] = set()
        self._sheltered = 0
        self._depth = 0
        self.calls: set[tuple[str, str]] = set()

    def number(self, node: exp.Expr) -> exp.Expression:
        with self._one_deeper():
            return self._number(node)

    def condition(self, node: exp.Expr) -> exp.Expression:
        with self._one_deeper():
            return self._condition(node)

    @contextmanager
    def _one_deeper(self) -> Iterator[None]:
        self._depth += 1
        if self._depth > DEEPEST:
            raise BadFormula("formula_too_complex")
        yield
        self._depth -= 1

    def _number(self, node: exp.Expr) -> exp.Expression:  # noqa: PLR0911 - one per shape
        match node:
            case exp.Paren():
                return exp.paren(self.number(node.this))
            case exp.Neg():
                return exp.Neg(this=exp.paren(self.number(node.this)))
            case exp.Literal() if not node.is_string and _is_finite(node.this):
                return _double(float(node.this))
            case exp.Column() if _is_code(node):
                return self._name(node)
            case exp.Div():
                below = exp.func("nullif", self.number(node.expression), _double(0.0))
                return exp.paren(exp.Div(this=self.number(node.this), expression=below))
            case _ if isinstance(node, _ARITHMETIC):
                return type(node)(
                    this=self.number(node.this), expression=self.number(node.expression)
                )
            case exp.Abs():
                return exp.Abs(this=self.number(node.this))
            case exp.Coalesce():
                self._sheltered += 1
                first, *rest = (self.number(n) for n in (node.this, *node.expressions))
                self._sheltered -= 1
                return exp.Coalesce(this=first, expressions=rest)
            case exp.Min() | exp.Max() if node.expressions:
                pick = exp.LTE if isinstance(node, exp.Min) else exp.GTE
                return _outermost([self.number(n) for n in (node.this, *node.expressions)], pick)
            case exp.Case() if node.this is None:
                return self._case(node)
            case exp.Anonymous():
                return self._call(node)
        raise BadFormula("formula_forbidden", part=node.sql())

    def _condition(self, node: exp.Expr) -> exp.Expression:
        match node:
            case exp.Paren():
                return exp.paren(self.condition(node.this))
            case exp.Not():
                return exp.Not(this=exp.paren(self.condition(node.this)))
            case exp.And() | exp.Or():
                return type(node)(
                    this=exp.paren(self.condition(node.this)),
                    expression=exp.paren(self.condition(node.expression)),
                )
            case _ if isinstance(node, _COMPARISON):
                return type(node)(
                    this=self.number(node.this), expression=self.number(node.expression)
                )
        raise BadFormula("formula_not_a_condition", part=node.sql())

    def _name(self, node: exp.Column) -> exp.Expression:
        if node.name != PERIOD_END:
            self.names.add(node.name)
            if not self._sheltered:
                self.needed.add(node.name)
        return exp.column(node.name, quoted=True)

    def _call(self, node: exp.Anonymous) -> exp.Expression:
        function = str(node.this).lower()
        arguments = node.expressions
        if function not in self.functions:
            raise BadFormula("formula_forbidden", part=node.sql())
        if len(arguments) != 1 or not _is_code(arguments[0]):
            raise BadFormula("formula_needs_one_code", function=function)
        code = arguments[0].name
        self.calls.add((function, code))
        return exp.column(f"{function}__{code}", quoted=True)

    def _case(self, node: exp.Case) -> exp.Expression:
        rebuilt = exp.Case()
        for branch in node.args["ifs"]:
            rebuilt = rebuilt.when(self.condition(branch.this), self.number(branch.args["true"]))
        default = node.args.get("default")
        return rebuilt if default is None else rebuilt.else_(self.number(default))


def _is_code(node: exp.Expr) -> bool:
    return (
        isinstance(node, exp.Column)
        and node.sql() == node.name
        and _CODE.match(node.name) is not None
    )


def _double(number: float) -> exp.Expression:
    return exp.cast(exp.Literal.number(repr(number)), "double")


def _is_finite(text: str) -> bool:
    try:
        return isfinite(float(text))
    except ValueError:
        return False


def _outermost(
    numbers: Sequence[exp.Expression], pick: Callable[..., exp.Expression]
) -> exp.Expression:
    """The smallest or largest; null when any is null, on every engine."""
    if len(numbers) * sum(1 for number in numbers for _ in number.walk()) > LARGEST:
        raise BadFormula("formula_too_complex")
    unknown = exp.or_(*(exp.Is(this=number.copy(), expression=exp.null()) for number in numbers))
    found = exp.Case().when(unknown, exp.null())
    for place, one in enumerate(numbers[:-1], start=1):
        rest = (pick(this=one.copy(), expression=other.copy()) for other in numbers[place:])
        found = found.when(exp.and_(*rest), one.copy())
    return found.else_(numbers[-1].copy())
