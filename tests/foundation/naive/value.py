"""One unit's value of one indicator, or why there is none."""

from dataclasses import dataclass
from typing import Literal

from assessment.framework.model import Indicator
from tests.foundation.naive.answers import Answers
from tests.foundation.naive.formula import read

State = Literal["value", "missing", "not_applicable"]


@dataclass(frozen=True)
class Value:
    value: float | None
    state: State
    reason: str | None


def value_of(
    indicator: Indicator, answers: Answers, unit: str, period: str, *, strict: bool = False
) -> Value:
    """`strict`: what is missing earns nothing, and then a blank is one whatever formulas say."""
    reason = _reason(indicator, answers, unit, period)
    if strict:
        reason = _strict(indicator, answers, unit, period, reason)
    if reason is None:
        result = read(indicator.formula).value(lambda n: answers.number(unit, period, n))
        return Value(float(result), "value", None)
    excused = {"rule", "answer_not_applicable"}
    if indicator.division_by_zero == "not_applicable":
        excused.add("division_by_zero")
    return Value(None, "not_applicable" if reason in excused else "missing", reason)


def _strict(
    indicator: Indicator, answers: Answers, unit: str, period: str, reason: str | None
) -> str | None:
    """Nothing is excused by what nobody answered, and all that is read has to be answered."""
    rule, thin = indicator.not_applicable_when, indicator.unknown_when
    if rule is not None and _left_blank(rule, answers, unit, period):
        return "missing_answer"
    if reason == "rule":
        return reason
    read_too = [indicator.formula, *([thin] if thin is not None else [])]
    if any(_left_blank(text, answers, unit, period) for text in read_too):
        return "missing_answer"
    return reason


def _left_blank(text: str, answers: Answers, unit: str, period: str) -> bool:
    return not all(answers.has(unit, period, name) for name in read(text).names())


def _reason(  # noqa: PLR0911 - a reason each
    indicator: Indicator, answers: Answers, unit: str, period: str
) -> str | None:
    def number(name: str) -> float | None:
        return answers.number(unit, period, name)

    def all_said(names: set[str]) -> bool:
        return all(answers.has(unit, period, name) for name in names)

    formula = read(indicator.formula)
    needed = formula.needed()
    excused, thin = indicator.not_applicable_when, indicator.unknown_when
    if thin is not None:
        needed = needed | read(thin).needed()
    if excused is not None and read(excused).value(number) is True:
        return "rule"
    if not all_said(needed):
        return "missing_answer"
    if any(number(name) is None for name in needed):
        return "answer_not_applicable"
    if thin is not None and read(thin).value(number) is True:
        return "too_thin"
    if formula.value(number) is not None:
        return None
    if formula.would_have_a_value(number):
        sheltered = formula.names() - formula.needed()
        return "answer_not_applicable" if all_said(sheltered) else "missing_answer"
    return "division_by_zero"
