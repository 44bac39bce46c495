"""Among whom a value is compared, in words."""

from collections.abc import Iterator

from assessment.framework.model import (
    Borda,
    DistanceToBest,
    DistanceToReference,
    DistanceToTarget,
    Framework,
    Indicator,
    MinMax,
    Percentile,
    PercentileRank,
    Rank,
    ShareOfMaximum,
    ZScore,
)
from assessment.i18n import Messages

_RELATIVE = (
    MinMax,
    ZScore,
    Percentile,
    PercentileRank,
    Rank,
    Borda,
    DistanceToTarget,
    DistanceToBest,
    DistanceToReference,
    ShareOfMaximum,
)


def is_relative(indicator: Indicator) -> bool:
    """Whether other units' values move this one's score."""
    return isinstance(indicator.scoring, _RELATIVE)


def among(indicator: Indicator, t: Messages) -> str:
    """`within the peer group`, as part of a sentence."""
    match indicator.pool.within:
        case "peer_group":
            return t("rule.among_peers")
        case "prefecture":
            return t("rule.among_prefecture")
    return t("rule.among_all")


def terms(framework: Framework, indicator: Indicator, period: str, t: Messages) -> Iterator[str]:
    """Over which periods it is compared, and what happens where too few have data."""
    pool = indicator.pool
    if pool.periods == "all":
        yield t("rule.over_time")
    if pool.within == "all" and pool.fallback == "all":
        return
    smallest = pool.smallest or framework.smallest_pool.at(period)
    if pool.periods == "one":
        fewer = t("rule.fewer_units", smallest=smallest, group=_group(indicator, t))
    else:
        fewer = t("rule.fewer_values", smallest=smallest, group=_group(indicator, t))
    if pool.fallback == "all":
        yield t("rule.then_all", fewer=fewer)
    else:
        yield t("rule.then_unknown", fewer=fewer)


def _group(indicator: Indicator, t: Messages) -> str:
    match indicator.pool.within:
        case "peer_group":
            return t("rule.group_peers")
        case "prefecture":
            return t("rule.group_prefecture")
    return t("rule.group_all")
