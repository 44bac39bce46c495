"""Scales as people read them: which value gets which points."""

from collections.abc import Callable, Iterator

from assessment.framework import model
from assessment.framework.model import Band, Framework, Indicator, Ties
from assessment.framework.values import figures
from assessment.i18n import Messages
from assessment.scores.framework_guide.comparing_in_words import among, is_relative, terms

Amount = Callable[[float], str]
"""A number with its unit of measure."""


def scale(framework: Framework, indicator: Indicator, period: str, t: Messages) -> str:
    """How a value becomes points in `period`; for one that compares, also among whom."""
    said = _in_units(framework, indicator, period, t)
    if said is None:
        said = _in_places(indicator, period, t)
    elif _is_bare(framework, indicator):
        said = t("rule.measured_in", measure=t.of(indicator.measure), rule=said)
    return t("rule.sentence_gap").join([said, *_compared(framework, indicator, period, t)])


def _in_units(  # noqa: PLR0911 - one per method
    framework: Framework, indicator: Indicator, period: str, t: Messages
) -> str | None:
    """A scale that names values, in the indicator's unit of measure; None for one that does not."""
    rule, between = indicator.scoring, _between(indicator, t)

    def amount(value: float) -> str:
        return _amount(framework, indicator, value, t)

    match rule:
        case model.Target():
            floor, target = amount(rule.floor.at(period)), amount(rule.target.at(period))
            return t("rule.target", floor=floor, target=target, between=between)
        case model.Goalposts():
            worst, best = amount(rule.worst.at(period)), amount(rule.best.at(period))
            facts = {"worst": worst, "best": best, "between": between}
            facts["points"] = figures.exact(rule.points.at(period))
            if rule.beyond == "open":
                return t("rule.goalposts_open", **facts)
            return t("rule.goalposts", **facts)
        case model.Bands():
            top = _top_level(framework, indicator)
            bands = (_band(band, indicator, amount, top, t) for band in rule.bands.at(period))
            return t("rule.bands", bands=t("rule.semicolon").join(bands))
        case model.Linear():
            value = t("rule.as_share") if indicator.shown_as == "percent" else t("rule.value")
            product = f"{figures.exact(rule.factor.at(period))} × {value}"
            return t("rule.linear", number=figures.added(product, rule.offset.at(period)))
        case model.DistanceToTarget():
            facts = {"target": amount(rule.target.at(period)), "among": among(indicator, t)}
            if rule.beyond == "open":
                return t("rule.distance_to_target_open", between=between, **facts)
            return t("rule.distance_to_target", between=between, **facts)
    return None


def _in_places(indicator: Indicator, period: str, t: Messages) -> str:  # noqa: PLR0911 - one each
    """A scale that names places among others rather than values."""
    rule, within, between = indicator.scoring, among(indicator, t), _between(indicator, t)
    match rule:
        case model.MinMax():
            low, high = rule.low.at(period), rule.high.at(period)
            facts = {"low": figures.exact(low), "high": figures.exact(high)}
            middle = figures.exact((low + high) / 2)
            return t("rule.min_max", among=within, between=between, middle=middle, **facts)
        case model.ZScore():
            mean, deviation = rule.mean.at(period), rule.deviation.at(period)
            facts = {"mean": figures.exact(mean), "deviation": figures.exact(deviation)}
            return t("rule.z_score", among=within, **facts)
        case model.Percentile():
            return t("rule.percentile", among=within, ties=_counted(rule.ties, t))
        case model.PercentileRank():
            return t("rule.percentile_rank", among=within, ties=_shared(rule.ties, t))
        case model.Rank():
            return t("rule.rank", among=within, ties=_shared(rule.ties, t))
        case model.Borda():
            return t("rule.borda", among=within, ties=_shared(rule.ties, t))
        case model.DistanceToBest():
            return t("rule.distance_to_best", among=within, between=between)
        case model.DistanceToReference():
            facts = {"unit": rule.unit, "among": within, "between": between}
            if rule.beyond == "open":
                return t("rule.distance_to_reference_open", **facts)
            return t("rule.distance_to_reference", **facts)
        case model.ShareOfMaximum():
            if isinstance(indicator.treatment, model.Log):
                return t("rule.share_of_largest_log", among=within)
            return t("rule.share_of_maximum", among=within)
    raise ValueError(rule.method)


def _compared(
    framework: Framework, indicator: Indicator, period: str, t: Messages
) -> Iterator[str]:
    if not is_relative(indicator):
        return
    yield from terms(framework, indicator, period, t)
    yield t("rule.more_is_better") if indicator.direction == "up" else t("rule.less_is_better")


def _between(indicator: Indicator, t: Messages) -> str:
    """How points run from one named value to the other."""
    logs = isinstance(indicator.treatment, model.Log)
    return t("rule.in_proportion_of_logs") if logs else t("rule.in_proportion")


def _counted(ties: Ties, t: Messages) -> str:
    """How much of the values equal to one's own counts as beaten."""
    match ties:
        case "min":
            return t("rule.equal_none")
        case "max":
            return t("rule.equal_all")
    return t("rule.equal_half")


def _shared(ties: Ties, t: Messages) -> str:
    """Which rank equal values share."""
    match ties:
        case "min":
            return t("rule.ties_lowest")
        case "max":
            return t("rule.ties_highest")
    return t("rule.ties_middle")


def _amount(framework: Framework, indicator: Indicator, value: float, t: Messages) -> str:
    """Exactly, for it is the rule; bare where `measured_in` says once what it counts, so that no
    plural is needed."""
    in_words = _is_in_words(framework, indicator) and float(value).is_integer()
    if in_words:
        return figures.of_indicator(framework, indicator, value, t)
    if indicator.shown_as == "percent":
        return figures.exact_percent(value)
    return figures.exact(value)


def _is_bare(framework: Framework, indicator: Indicator) -> bool:
    return not (_is_in_words(framework, indicator) or indicator.shown_as == "percent")


def _is_in_words(framework: Framework, indicator: Indicator) -> bool:
    """Whether its values are yes or no, a level or a date."""
    field = framework.field_by_code.get(indicator.formula)
    in_words = field is not None and field.type in ("yes_no", "level", "date")
    return in_words or indicator.kind == "yes_no"


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
        low, high = (figures.exact(points) for points in band.points)
        return t("rule.band_line", reach=reach, low=low, high=high)
    return t("rule.band_step", reach=reach, points=figures.exact(band.points))


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
