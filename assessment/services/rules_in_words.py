"""Rules as people read them: formulas with names or numbers in them, scoring rules as a sentence.

The words are in `i18n/*/rule.yaml`. Nothing here decides a score; it says what the framework
says, so that a county can check its score with a pencil.
"""

from collections.abc import Callable, Iterator

import sqlglot
from sqlglot import exp

from assessment.framework.formula import PERIOD_END
from assessment.framework.model import (
    Band,
    Bands,
    Framework,
    Goalposts,
    Indicator,
    Percentile,
    Target,
    WinsorisePercentiles,
)
from assessment.framework.period import Period
from assessment.i18n import Messages
from assessment.services import figures

Says = Callable[[str], str]
"""What to write for a code: its name, or its number."""

Amount = Callable[[float], str]
"""A number with its unit of measure."""

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
            return figures.plain(float(node.this))
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


def scoring(framework: Framework, indicator: Indicator, period: str, t: Messages) -> str:
    """How a value becomes 0–100 in `period`, in a sentence."""
    rule = indicator.scoring

    def amount(value: float) -> str:
        return _amount(framework, indicator, value, t)

    match rule:
        case Target():
            floor, target = rule.floor.at(period), rule.target.at(period)
            said = t("rule.target", floor=amount(floor), target=amount(target))
        case Goalposts():
            worst, best = rule.worst.at(period), rule.best.at(period)
            said = t("rule.goalposts", worst=amount(worst), best=amount(best))
        case Bands():
            top = _top_level(framework, indicator)
            bands = (_band(band, indicator, amount, top, t) for band in rule.bands.at(period))
            said = t("rule.bands", bands=t("rule.semicolon").join(bands))
        case Percentile():
            return t("rule.sentence_gap").join(_percentile(framework, indicator, period, t))
        case _:
            raise NotImplementedError(rule.method)
    if _is_bare(framework, indicator):
        return t("rule.measured_in", measure=t.of(indicator.measure), rule=said)
    return said


def _amount(framework: Framework, indicator: Indicator, value: float, t: Messages) -> str:
    """A bare number where `measured_in` says once what it counts, so that no plural is needed."""
    if _is_bare(framework, indicator):
        return figures.plain(value)
    return figures.of_indicator(framework, indicator, value, t)


def _is_bare(framework: Framework, indicator: Indicator) -> bool:
    field = framework.field_by_code.get(indicator.formula)
    in_words = field is not None and field.type in ("yes_no", "level", "date")
    return not (in_words or indicator.shown_as == "percent" or indicator.kind == "yes_no")


def _top_level(framework: Framework, indicator: Indicator) -> float | None:
    """The highest level of a single field's options: nothing is above it."""
    field = framework.field_by_code.get(indicator.formula)
    return max(field.options) if field is not None and field.options else None


def _band(band: Band, indicator: Indicator, amount: Amount, top: float | None, t: Messages) -> str:
    if top is not None and band.from_ == top:
        reach = amount(top)
    else:
        reach = _reach(band, indicator, amount, t)
    if isinstance(band.points, tuple):
        low, high = (figures.plain(points) for points in band.points)
        return t("rule.band_line", reach=reach, low=low, high=high)
    return t("rule.band_step", reach=reach, points=figures.plain(band.points))


def _reach(band: Band, indicator: Indicator, amount: Amount, t: Messages) -> str:
    """The values of a band. Whole numbers as people count: 1 to 3, and not 1 to under 4."""
    whole = indicator.kind in ("count", "ordinal", "yes_no")
    low, high = 0.0 if band.from_ is None and whole else band.from_, band.to
    if high is None:
        return t("rule.any_value") if low is None else t("rule.at_least", low=amount(low))
    if low is None:
        return t("rule.under", high=amount(high))
    if whole and high.is_integer() and low.is_integer():
        last = high - 1
        return amount(low) if last == low else t("rule.from_to", low=amount(low), high=amount(last))
    return t("rule.from_under", low=amount(low), high=amount(high))


def _percentile(
    framework: Framework, indicator: Indicator, period: str, t: Messages
) -> Iterator[str]:
    treatment = indicator.treatment
    if indicator.pool.within == "peer_group":
        yield t("rule.percentile_peers", smallest=framework.smallest_pool.at(period))
    else:
        yield t("rule.percentile_all")
    yield t("rule.more_is_better") if indicator.direction == "up" else t("rule.less_is_better")
    if isinstance(treatment, WinsorisePercentiles) and treatment.lower > 0:
        yield t("rule.winsorised_low", percentile=figures.plain(treatment.lower))
    if isinstance(treatment, WinsorisePercentiles) and treatment.upper < 100:
        yield t("rule.winsorised_high", percentile=figures.plain(treatment.upper))


def pool(indicator: Indicator, used: object, size: object, t: Messages) -> str:
    """Among whom one unit's value was ranked, and whether its own group was too small for it."""
    number = figures.known(size)
    if not isinstance(indicator.scoring, Percentile) or number is None:
        return ""
    if used == "peer_group":
        return t("rule.pool_peers", size=int(number))
    if indicator.pool.within == "peer_group":
        return t("rule.pool_fallback", size=int(number))
    return t("rule.pool_all", size=int(number))


def exceptions(framework: Framework, indicator: Indicator, t: Messages) -> tuple[str, ...]:
    """When an indicator does not apply, and when its answers are too thin to score."""
    said = []
    if indicator.not_applicable_when:
        condition = formula_in_names(framework, indicator.not_applicable_when, t)
        said.append(t("rule.not_applicable_when", condition=condition))
    if indicator.unknown_when:
        condition = formula_in_names(framework, indicator.unknown_when, t)
        said.append(t("rule.unknown_when", condition=condition))
    if indicator.division_by_zero == "not_applicable":
        said.append(t("rule.zero_not_applicable"))
    return tuple(said)


def why_unknown(reason: object, t: Messages) -> str:
    """Why an indicator has no value; empty when it has one."""
    match reason:
        case "missing_answer":
            return t("rule.reason_missing_answer")
        case "division_by_zero":
            return t("rule.reason_division_by_zero")
        case "too_thin":
            return t("rule.reason_too_thin")
        case "rule":
            return t("rule.reason_rule")
        case "answer_not_applicable":
            return t("rule.reason_answer_not_applicable")
    return ""


def basis(indicator: Indicator, t: Messages) -> str:
    """Whether the threshold rests on a document or is a proposal."""
    return t("rule.basis_document") if indicator.basis == "document" else t("rule.basis_proposal")
