"""Which answer brings an indicator's value to where it should be, where a single one does.

It says how far a county would have to go in the words of the survey: so many enterprises more. Only
the question is found here; what value the answer gives is for the engine.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import ceil, floor, inf

import sqlglot
from sqlglot import exp

from assessment.framework.model import Framework, Indicator, SurveyField
from assessment.framework.questions import read_by

NEARLY = 1e-9
"""0.95 × 20 is a hair more than 19 to a computer, and still asks for 19."""

Answers = Mapping[str, float]
"""A unit's answers that are values, by field."""


@dataclass(frozen=True, slots=True)
class Needed:
    """The answer to one question; `value` of it is what the indicator then comes to."""

    field: str
    answer: float


def needed(
    framework: Framework, indicator: Indicator, period: str, answers: Answers, value: float
) -> Needed | None:
    """The least answer by which `value` is reached, or the most one may give towards it.

    None where no single answer moves this indicator alone: a sum of several, or a number that
    other indicators read too.
    """
    line = _line(sqlglot.parse_one(indicator.formula), answers)
    if (
        line is None
        or line.factor <= 0
        or _read_elsewhere(framework, indicator, period, line.field)
    ):
        return None
    field = framework.field_by_code[line.field]
    wanted = value / line.factor
    if field.type != "decimal":
        slack = NEARLY * max(1.0, abs(wanted))
        wanted = ceil(wanted - slack) if indicator.direction == "up" else floor(wanted + slack)
    low, high = _limits(field, answers)
    return Needed(field.code, float(min(max(wanted, low), high)))


@dataclass(frozen=True, slots=True)
class _Line:
    """A formula as one field's answer times a number."""

    field: str
    factor: float


def _line(node: exp.Expr, answers: Answers) -> _Line | None:  # noqa: PLR0911 - one per shape
    match node:
        case exp.Paren():
            return _line(node.this, answers)
        case exp.Column():
            return _Line(node.name, 1.0)
        case exp.Div():
            return _times(_line(node.this, answers), _number(node.expression, answers), below=True)
        case exp.Mul():
            left, right = _number(node.this, {}), _number(node.expression, {})
            if right is not None:
                return _times(_line(node.this, answers), right)
            return _times(_line(node.expression, answers), left)
        case exp.Min() if len(node.expressions) == 1 and _number(node.expressions[0], {}):
            # A ceiling on what may be counted.
            return _line(node.this, answers)
        case exp.Case() if node.args.get("default") and not _any_holds(node, answers):
            return _line(node.args["default"], answers)
    return None


def _times(line: _Line | None, number: float | None, *, below: bool = False) -> _Line | None:
    if line is None or not number:
        return None
    return _Line(line.field, line.factor / number if below else line.factor * number)


def _number(node: exp.Expr, answers: Answers) -> float | None:
    match node:
        case exp.Paren():
            return _number(node.this, answers)
        case exp.Literal() if not node.is_string:
            return float(node.this)
        case exp.Column():
            return answers.get(node.name)
    return None


def _any_holds(node: exp.Case, answers: Answers) -> bool:
    """Whether a branch comes before the default; assumed wherever that is not plain to see."""
    for branch in node.args["ifs"]:
        if not isinstance(branch.this, exp.EQ):
            return True
        left, right = (
            _number(side, answers) for side in (branch.this.this, branch.this.expression)
        )
        if left is None or right is None or left == right:
            return True
    return False


def _limits(field: SurveyField, answers: Answers) -> tuple[float, float]:
    """What may be answered: the question's own range, and no more than the whole it is part of."""
    low = -inf if field.minimum is None else field.minimum
    high = inf if field.maximum is None else field.maximum
    if field.type == "yes_no":
        low, high = 0, 1
    if field.options:
        low, high = min(field.options), max(field.options)
    if field.part_of is not None and field.part_of in answers:
        high = min(high, answers[field.part_of])
    return low, high


def _read_elsewhere(framework: Framework, own: Indicator, period: str, field: str) -> bool:
    return any(
        field in read_by(indicator)
        for _, indicator in framework.indicators(period)
        if indicator.code != own.code
    )


def nearest(start: float, goal: float, step: float, holds: Callable[[float], bool]) -> float | None:
    """The number nearest to `start`, in steps from `goal`, for which `holds` as it does for `goal`.

    None where it holds for `start` already. One step less no longer holds, whatever the rule.

    >>> nearest(0, 100, 1, lambda number: number >= 30), nearest(50, 100, 1, lambda _: True)
    (30, None)
    """
    towards = step if goal > start else -step
    least, most = 0, max(1, ceil(abs(goal - start) / step - NEARLY))
    if not holds(goal - towards):
        return goal
    if holds(start):
        return None
    while most - least > 1:
        middle = (least + most) // 2
        if holds(goal - middle * towards):
            least = middle
        else:
            most = middle
    return goal - least * towards
