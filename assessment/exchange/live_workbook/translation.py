"""A framework's formula as one that a spreadsheet computes.

A spreadsheet knows no null, so an unknown number is an error value here: arithmetic hands it on
as SQL hands on a null, and `IFERROR` is `coalesce`. A condition that cannot be told is neither
true nor false, so each is written twice over: when it holds, and when its opposite holds.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from functools import cache

import sqlglot
from sqlglot import exp

from assessment.framework.formula import PERIOD_END

UNKNOWN = "NA()"
EXCEL_EPOCH = 25569
"""The serial number of 1970-01-01, from which the framework counts days."""

_FUNCTIONS: dict[type[exp.Expr], str] = {exp.Abs: "ABS", exp.Min: "MIN", exp.Max: "MAX"}
_ARITHMETIC: dict[type[exp.Expr], str] = {exp.Add: "+", exp.Sub: "-", exp.Mul: "*", exp.Div: "/"}
_HOLDS: dict[type[exp.Expr], str] = {
    exp.EQ: "=",
    exp.NEQ: "<>",
    exp.GT: ">",
    exp.GTE: ">=",
    exp.LT: "<",
    exp.LTE: "<=",
}
_FAILS: dict[type[exp.Expr], str] = {
    exp.EQ: "<>",
    exp.NEQ: "=",
    exp.GT: "<=",
    exp.GTE: "<",
    exp.LT: ">=",
    exp.LTE: ">",
}


@dataclass(frozen=True, slots=True)
class Speaker:
    """Writes checked formulas over the cells of one row."""

    cell: Callable[[str], str]
    """The cell that holds a field's answer, or the period's last day."""

    is_date: Callable[[str], bool]
    """Whether a field's cell holds a date, which a spreadsheet counts from another day."""

    known: frozenset[str] = frozenset()
    """Fields whose cells are known to hold a number wherever the formula is reached."""

    settled: bool = False
    """Write the formula as if every `coalesce` had found something."""

    def knowing(self, names: Collection[str]) -> "Speaker":
        return replace(self, known=self.known | frozenset(names))

    def number(self, text: str) -> str:
        """A formula that passed `parse_number`; an error value where it has no result."""
        return self._number(_parsed(text))

    def holds(self, text: str) -> str:
        """TRUE where a condition that passed `parse_condition` holds, else FALSE."""
        return self._condition(_parsed(text), _HOLDS)

    def may_fail(self, text: str) -> bool:
        """Whether a formula may be without a result where all it needs is answered."""
        return self._may_fail(_parsed(text))

    def _number(self, node: exp.Expr) -> str:  # noqa: PLR0911 - one per shape
        match node:
            case exp.Paren():
                return f"({self._number(node.this)})"
            case exp.Neg():
                return f"-({self._number(node.this)})"
            case exp.Literal():
                return repr(float(node.this)).removesuffix(".0")
            case exp.Column():
                return self._name(node.name)
            case _ if type(node) in _ARITHMETIC:
                left, right = self._number(node.this), self._number(node.expression)
                return f"{left}{_ARITHMETIC[type(node)]}{right}"
            case exp.Coalesce():
                return self._coalesce([node.this, *node.expressions])
            case exp.Case():
                return self._case(node)
        name = _FUNCTIONS[type(node)]
        return f"{name}({','.join(self._number(part) for part in (node.this, *node.expressions))})"

    def _name(self, name: str) -> str:
        cell = self.cell(name)
        number = f"({cell}-{EXCEL_EPOCH})" if self.is_date(name) else cell
        if name in self.known or name == PERIOD_END:
            return number
        return f"IF(ISNUMBER({cell}),{number},{UNKNOWN})"

    def _coalesce(self, parts: list[exp.Expr]) -> str:
        first, *rest = parts
        if rest:
            return f"IFERROR({self._number(first)},{self._coalesce(rest)})"
        return f"IFERROR({self._number(first)},1)" if self.settled else self._number(first)

    def _case(self, node: exp.Case) -> str:
        default = node.args.get("default")
        said = UNKNOWN if default is None else self._number(default)
        for branch in reversed(node.args["ifs"]):
            condition = self._condition(branch.this, _HOLDS)
            said = f"IF({condition},{self._number(branch.args['true'])},{said})"
        return said

    def _condition(self, node: exp.Expr, signs: dict[type[exp.Expr], str]) -> str:
        match node:
            case exp.Paren():
                return self._condition(node.this, signs)
            case exp.Not():
                return self._condition(node.this, _FAILS if signs is _HOLDS else _HOLDS)
            case exp.And() | exp.Or():
                both = isinstance(node, exp.And) is (signs is _HOLDS)
                left = self._condition(node.this, signs)
                right = self._condition(node.expression, signs)
                return f"{'AND' if both else 'OR'}({left},{right})"
        return self._comparison(node, signs[type(node)])

    def _comparison(self, node: exp.Expr, sign: str) -> str:
        """TRUE only where both sides are known and compare so."""
        wanted = sorted({*_bare(node)} - self.known - {PERIOD_END})
        speaker = self.knowing(wanted)
        said = f"{speaker._number(node.this)}{sign}{speaker._number(node.expression)}"
        if speaker._may_fail(node):
            said = f"IFERROR({said},FALSE)"
        if not wanted:
            return said
        cells = ",".join(self.cell(name) for name in wanted)
        return f"IF(COUNT({cells})={len(wanted)},{said},FALSE)"

    def _may_fail(self, node: exp.Expr) -> bool:
        open_cases = (case for case in node.find_all(exp.Case) if case.args.get("default") is None)
        return node.find(exp.Div, exp.Coalesce) is not None or any(open_cases)


@cache
def _parsed(text: str) -> exp.Expr:
    """Nobody changes the tree: the same formula is written once a row."""
    return sqlglot.parse_one(text, into=exp.Condition)


def _bare(node: exp.Expr) -> Iterator[str]:
    """The names a comparison cannot do without: those not inside a `coalesce` or a `case`."""
    for column in node.find_all(exp.Column):
        if column.find_ancestor(exp.Coalesce, exp.Case) is None:
            yield column.name
