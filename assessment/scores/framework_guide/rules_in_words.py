"""Rules as people read them: how a value becomes a score, in sentences.

The words are in `i18n/*/rule.yaml`. Nothing here decides a score; it says what the framework
says, so that a county can check its score with a pencil. Formulas are in `formulas_in_words`,
scales in `scales_in_words`, how levels are put together in `levels_in_words`.
"""

from collections.abc import Iterator

from assessment.framework.model import (
    Framework,
    Indicator,
    Log,
    WinsorisePercentiles,
    WinsorisePoints,
)
from assessment.framework.values import figures
from assessment.i18n import Messages
from assessment.scores.framework_guide.comparing_in_words import among, is_relative, terms
from assessment.scores.framework_guide.formulas_in_words import (
    formula,
    formula_in_names,
    last_day,
    name_of,
)
from assessment.scores.framework_guide.scales_in_words import scale

__all__ = [
    "basis",
    "exceptions",
    "formula",
    "formula_in_names",
    "imputation",
    "is_relative",
    "last_day",
    "name_of",
    "pool",
    "scale",
    "scoring",
    "treatment",
    "why_imputed",
    "why_silent",
    "why_unknown",
]


def scoring(framework: Framework, indicator: Indicator, period: str, t: Messages) -> str:
    """How a value becomes a score in `period`: its treatment, then its scale."""
    said = (treatment(framework, indicator, period, t), scale(framework, indicator, period, t))
    return t("rule.sentence_gap").join(part for part in said if part)


def treatment(framework: Framework, indicator: Indicator, period: str, t: Messages) -> str:
    """What becomes of a value before it is scored; empty where nothing does."""
    said = list(_treated(indicator, t))
    if said and not isinstance(indicator.treatment, Log) and not is_relative(indicator):
        # A scale that compares says this itself.
        said += terms(framework, indicator, period, t)
    return t("rule.sentence_gap").join(said)


def _treated(indicator: Indicator, t: Messages) -> Iterator[str]:
    treatment, within = indicator.treatment, among(indicator, t)
    match treatment:
        case Log():
            value = t("rule.as_share") if indicator.shown_as == "percent" else t("rule.value")
            yield t("rule.log", number=figures.added(value, treatment.offset))
        case WinsorisePoints():
            yield t(
                "rule.winsorised_points",
                among=within,
                most=treatment.most,
                skewness=figures.exact(treatment.skewness),
                kurtosis=figures.exact(treatment.kurtosis),
            )
        case WinsorisePercentiles():
            lower, upper = figures.exact(treatment.lower), figures.exact(treatment.upper)
            if treatment.lower > 0 and treatment.upper < 100:
                yield t("rule.winsorised_both", among=within, lower=lower, upper=upper)
            elif treatment.lower > 0:
                yield t("rule.winsorised_low", among=within, percentile=lower)
            elif treatment.upper < 100:
                yield t("rule.winsorised_high", among=within, percentile=upper)


def imputation(indicator: Indicator, t: Messages) -> str:  # noqa: PLR0911 - one per method
    """What stands in where nothing was filed; empty where nothing does."""
    of = _values_put_in(indicator, t)
    match indicator.imputation:
        case "mean":
            return t("rule.imputed_mean", of=of)
        case "median":
            return t("rule.imputed_median", of=of)
        case "peer_mean":
            return t("rule.imputed_peer_mean", of=of)
        case "peer_median":
            return t("rule.imputed_peer_median", of=of)
        case "last_period":
            return t("rule.imputed_last_period")
        case "own_mean":
            return t("rule.imputed_own_mean")
    return ""


def _values_put_in(indicator: Indicator, t: Messages) -> str:
    """Values as they are when means and medians are taken of them."""
    match indicator.treatment:
        case Log():
            return t("rule.logged_values")
        case None:
            return t("rule.real_values")
    return t("rule.treated_values")


def pool(indicator: Indicator, used: object, size: object, t: Messages) -> str:
    """Among whom one unit's value was compared, and whether its own group was too small for it."""
    number = figures.known(size)
    winsorised = isinstance(indicator.treatment, WinsorisePercentiles | WinsorisePoints)
    if number is None or not (is_relative(indicator) or winsorised):
        return ""
    return t("rule.sentence_gap").join(_pool(indicator, used, int(number), t))


def _pool(indicator: Indicator, used: object, size: int, t: Messages) -> Iterator[str]:
    if used == "peer_group":
        yield t("rule.pool_peers", size=size)
    elif used == "prefecture":
        yield t("rule.pool_prefecture", size=size)
    elif indicator.pool.within == "peer_group":
        yield t("rule.pool_fallback", size=size)
    elif indicator.pool.within == "prefecture":
        yield t("rule.pool_prefecture_fallback", size=size)
    else:
        yield t("rule.pool_all", size=size)
    if indicator.pool.periods == "all":
        yield t("rule.pool_over_time")


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


def why_unknown(reason: object, t: Messages) -> str:  # noqa: PLR0911 - one per reason
    """Why an indicator has no value; empty when it has one."""
    match reason:
        case "missing_answer":
            return t("rule.reason_missing_answer")
        case "division_by_zero":
            return t("rule.reason_division_by_zero")
        case "too_thin":
            return t("rule.reason_too_thin")
        case "small_pool":
            return t("rule.reason_small_pool")
        case "rule":
            return t("rule.reason_rule")
        case "answer_not_applicable":
            return t("rule.reason_answer_not_applicable")
    return ""


def why_silent(reason: object, t: Messages) -> str:
    """Why an indicator has no value and earns no points, where that is the framework's rule."""
    match reason:
        case "division_by_zero":
            return t("rule.silent_division_by_zero")
        case "too_thin":
            return t("rule.silent_too_thin")
    return t("rule.silent_missing_answer")


def why_imputed(reason: object, t: Messages) -> str:
    """Why an estimate stands in for a value, and that there is a score nevertheless."""
    match reason:
        case "division_by_zero":
            return t("rule.imputed_division_by_zero")
        case "too_thin":
            return t("rule.imputed_too_thin")
    return t("rule.imputed_missing_answer")


def basis(indicator: Indicator, t: Messages) -> str:
    """Whether the threshold rests on a document or is a proposal."""
    return t("rule.basis_document") if indicator.basis == "document" else t("rule.basis_proposal")
