"""How a framework's total comes about, step by step and level by level, in words."""

from collections.abc import Iterator

import pandas as pd

from assessment.framework.model import Aggregation, Framework, Group, Indicator, Part, Percentile
from assessment.framework.values import figures
from assessment.i18n import Messages
from assessment.kernel.actors import Actor
from assessment.kernel.codes import TOTAL
from assessment.scores.framework_guide import levels_in_words, rules_in_words

WITHIN_100 = frozenset({"target", "bands", "percentile", "percentile_rank"})
"""Methods whose scores cannot leave 0–100."""


def steps(framework: Framework, actor: Actor, period: str, t: Messages) -> tuple[str, ...]:
    """From an answer to a rank, a sentence or two each."""
    actor.must_somewhere("framework.read")
    return tuple(_steps(framework, period, t))


def _steps(framework: Framework, period: str, t: Messages) -> Iterator[str]:
    asked = [indicator for _, indicator in framework.indicators(period)]
    within = all(_stays_within_100(indicator, period) for indicator in asked)
    yield t("framework.step_indicator") if within else t("framework.step_indicator_open")
    if is_plain(framework):
        yield t("framework.step_strength")
    else:
        yield t("framework.step_levels")
    yield t("framework.step_total")
    yield from _missing(framework, period, t)
    yield levels_in_words.screening(framework, period, t)
    imputed = sum(indicator.imputation is not None for indicator in asked)
    if imputed:
        yield t("framework.step_imputed", indicators=imputed)
    compared = [indicator for indicator in asked if rules_in_words.is_relative(indicator)]
    if all(_is_plainly_ranked(indicator) for indicator in compared):
        if compared:
            yield t("framework.step_pool", smallest=framework.smallest_pool.at(period))
    else:
        yield t("framework.step_pools", indicators=len(compared))
    yield t("framework.step_rank")


def _missing(framework: Framework, period: str, t: Messages) -> Iterator[str]:
    """What becomes of what is missing."""
    if framework.blanks.at(period) == "refused":
        yield t("framework.step_blanks_refused")
    if framework.silence_earns_nothing(period):
        yield t("framework.step_without_points")
    elif is_plain(framework):
        threshold = figures.percent(framework.completeness_threshold.at(period))
        yield t("framework.step_missing", threshold=threshold)
    else:
        yield t("framework.step_missing_levels")
    if framework.total_needs.at(period) == "all_strengths":
        yield t("framework.step_all_strengths")


def is_plain(framework: Framework) -> bool:
    """Whether strengths have no groups, and every level is the mean of what is in it."""
    parts = framework.strengths
    levels = (framework.aggregation, *(strength.aggregation for strength in parts))
    return not any(s.groups for s in parts) and all(each == Aggregation() for each in levels)


def levels(framework: Framework, actor: Actor, period: str, t: Messages) -> pd.DataFrame:
    """The levels of the scheme, the total first: `level strength title weight said`. A group's
    title is its path, and the total has no weight. Empty where every level is the mean of what is
    in it."""
    actor.must_somewhere("framework.read")
    rows: list[tuple[str, str, str, float | None, str]] = []
    if not is_plain(framework):
        rows.append((TOTAL, "", t("framework.total"), None, _said(framework, None, period, t)))
        for strength in framework.strengths:
            rows += _levels(framework, strength, strength.code, t.of(strength.title), period, t)
    return pd.DataFrame(rows, columns=["level", "strength", "title", "weight", "said"])


def _levels(
    framework: Framework, part: Part, strength: str, title: str, period: str, t: Messages
) -> Iterator[tuple[str, str, str, float, str]]:
    said = _said(framework, part, period, t)
    yield part.code, strength, title, part.weight.at(period), said
    for group in part.groups:
        inner = t("framework.path", outer=title, inner=t.of(group.title))
        yield from _levels(framework, group, strength, inner, period, t)


def _said(framework: Framework, part: Part | None, period: str, t: Messages) -> str:
    aggregation = framework.aggregation if part is None else part.aggregation
    return levels_in_words.aggregation(framework, aggregation, period, t)


def group_path(part: Part, code: str) -> tuple[Group, ...]:
    """The groups from a strength down to the indicator, outermost first."""
    for group in part.groups:
        if any(indicator.code == code for indicator in group.asked()):
            return (group, *group_path(group, code))
    return ()


def _stays_within_100(indicator: Indicator, period: str) -> bool:
    scoring = indicator.scoring
    match scoring.method:
        case "goalposts":
            return scoring.beyond == "clipped" and scoring.points.at(period) <= 100
        case "min_max":
            return scoring.low.at(period) >= 0 and scoring.high.at(period) <= 100
    return scoring.method in WITHIN_100


def _is_plainly_ranked(indicator: Indicator) -> bool:
    pool = indicator.pool
    usual = (pool.within, pool.smallest, pool.fallback, pool.periods)
    return isinstance(indicator.scoring, Percentile) and usual == ("peer_group", None, "all", "one")
