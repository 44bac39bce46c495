"""How levels are put together, in words: the mean, and how much it takes."""

from assessment.framework.model import Aggregation, Framework
from assessment.framework.values import figures
from assessment.i18n import Messages


def aggregation(framework: Framework, aggregation: Aggregation, period: str, t: Messages) -> str:
    """Of one level: how its parts' scores become its own, and how many of them it takes."""
    threshold = aggregation.threshold or framework.completeness_threshold
    facts = {
        "method": _method(aggregation, t),
        "threshold": figures.exact_percent(threshold.at(period)),
    }
    if aggregation.counted == "children":
        return t("rule.enough_children", **facts)
    return t("rule.enough_weight", **facts)


def screening(framework: Framework, period: str, t: Messages) -> str:
    """How much of its data a unit must have filed to be ranked at all."""
    at_least = framework.screening.at_least or framework.completeness_threshold
    threshold = figures.exact_percent(at_least.at(period))
    if framework.screening.counted == "indicators":
        return t("rule.screened_by_indicators", threshold=threshold)
    return t("rule.screened_by_weight", threshold=threshold)


def _method(aggregation: Aggregation, t: Messages) -> str:
    match aggregation.method:
        case "geometric":
            return t("rule.method_geometric")
        case "harmonic":
            return t("rule.method_harmonic")
        case "generalised":
            return t("rule.method_generalised", power=figures.exact(aggregation.power or 0))
    return t("rule.method_arithmetic")
