"""Formulas and conditions as people read them: with names or numbers for codes.

The words are in `i18n/*/rule.yaml`.
"""

from collections.abc import Callable

import sqlglot
from sqlglot import exp

from assessment.framework.formula import PERIOD_END
from assessment.framework.model import Framework
from assessment.framework.period import Period
from assessment.framework.values import figures
from assessment.i18n import Messages

Says = Callable[[str], str]
"""What to write for a code: its name, or its number."""

_SIGNS: dict[type[exp.Expr], str] = {
    exp.Add: "+",
    exp.Sub: "−",
    exp.Mul: "×",
    exp.Div: "÷",
    exp.EQ: "=",
    exp.NEQ: "≠",
    exp.GT: ">",
    exp.GTE: "≥",
    exp.LT: "<",
    exp.LTE: "≤",
}


def formula(text: str, says: Says, t: Messages) -> str:
    """A formula or condition with `says(code)` for every code, and the signs of arithmetic."""
    return _say(sqlglot.parse_one(text), says, t)


def formula_in_names(framework: Framework, text: str, t: Messages) -> str:
    """A formula with the titles of its fields and indicators."""
    return formula(text, lambda code: name_of(framework, code, t), t)


def name_of(framework: Framework, code: str, t: Messages) -> str:
    """The title of a field or indicator, or of the period's last day."""
    if code == PERIOD_END:
        return t("rule.period_end")
    if code in framework.field_by_code:
        return t.of(framework.field_by_code[code].title)
    return t.of(framework.indicator_by_code[code].title)


def last_day(period: str) -> str:
    """What `period_end` stands for in a formula with numbers."""
    return Period.of(period).end.isoformat()


def _say(node: exp.Expr, says: Says, t: Messages) -> str:  # noqa: PLR0911 - one per shape
    match node:
        case exp.Paren():
            return t("rule.paren", inside=_say(node.this, says, t))
        case exp.Literal():
            return figures.exact(float(node.this))
        case exp.Column():
            return says(node.name)
        case exp.Neg():
            return f"−{_say(node.this, says, t)}"
        case _ if type(node) in _SIGNS:
            left, right = _say(node.this, says, t), _say(node.expression, says, t)
            return f"{left} {_SIGNS[type(node)]} {right}"
        case exp.And():
            return t(
                "rule.both", one=_say(node.this, says, t), other=_say(node.expression, says, t)
            )
        case exp.Or():
            return t(
                "rule.either", one=_say(node.this, says, t), other=_say(node.expression, says, t)
            )
        case exp.Not():
            return t("rule.not", condition=_say(node.this, says, t))
        case exp.Case():
            return _case(node, says, t)
    return _called(node, says, t)


def _called(node: exp.Expr, says: Says, t: Messages) -> str:
    parts = [_say(part, says, t) for part in (node.this, *node.expressions)]
    items = t("rule.semicolon").join(parts)
    match node:
        case exp.Abs():
            return t("rule.absolute", number=items)
        case exp.Min():
            return t("rule.smallest", items=items)
        case exp.Max():
            return t("rule.largest", items=items)
        case exp.Coalesce():
            return t("rule.coalesce", first=parts[0], otherwise=t("rule.semicolon").join(parts[1:]))
    return node.sql()


def _case(node: exp.Case, says: Says, t: Messages) -> str:
    parts = [
        t("rule.when", condition=_say(i.this, says, t), number=_say(i.args["true"], says, t))
        for i in node.args["ifs"]
    ]
    default = node.args.get("default")
    if default is not None:
        parts.append(t("rule.otherwise", number=_say(default, says, t)))
    return t("rule.paren", inside=t("rule.semicolon").join(parts))
