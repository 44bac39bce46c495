"""A score worked out with the county's own numbers, so that it can be checked with a calculator.

`rules_in_words` says what the rule is; this says what came of it here. It decides nothing: the
result written behind the equals sign is the engine's.
"""

from collections.abc import Callable, Iterator
from math import log

from assessment.framework.model import (
    Bands,
    Borda,
    DistanceToBest,
    DistanceToReference,
    DistanceToTarget,
    Framework,
    Goalposts,
    Indicator,
    Linear,
    Log,
    MinMax,
    Percentile,
    PercentileRank,
    Rank,
    ShareOfMaximum,
    Target,
    Ties,
    ZScore,
)
from assessment.framework.values import figures
from assessment.i18n import Messages
from assessment.scoring.explanation_tree import Answer, Measure, Node, Peers

SLACK = 1e-9
"""As in the engine, so that 57/60 counts as having reached 95 %."""

Write = Callable[[float], str]
_TIE: dict[Ties, float] = {"min": 0, "mid": 0.5, "max": 1}


def score(framework: Framework, node: Node, period: str, t: Messages) -> str:
    """How the value became the score, in numbers; empty where there is no score."""
    indicator, measure = framework.indicator_by_code[node.code], node.measure
    if measure is None or node.score is None:
        return ""
    steps = [*_before(framework, indicator, measure, node.score, t)]
    if measure.imputed != "own_mean":
        value = measure.value if measure.compared is None else measure.compared
        if value is not None:
            case = _Case(framework, indicator, measure, value, node.score, period)
            steps.append(_worked(case, t) or _withheld(case, t))
    return t("rule.sentence_gap").join(step for step in steps if step)


def _before(
    framework: Framework, indicator: Indicator, measure: Measure, score: float, t: Messages
) -> Iterator[str]:
    """What happened to the answers and the value before the rule saw it."""
    write = _writer(framework, indicator)
    for answer in measure.answers:
        if answer.verdict == "corrected":
            yield _corrected(framework, answer, t)
    if measure.imputed == "own_mean":
        yield t("worked.own_mean", score=figures.plain(score))
    elif measure.imputed is not None and measure.imputed_value is not None:
        how = imputed(measure.imputed, t)
        yield t("worked.imputed", how=how, value=write(measure.imputed_value))
    raw = measure.value if measure.value is not None else measure.imputed_value
    if isinstance(indicator.treatment, Log) and measure.compared is not None and raw is not None:
        offset = indicator.treatment.offset
        inside = write(raw) if offset == 0 else f"{write(raw)} + {_plain(offset)}"
        yield t("worked.log", inside=inside, value=_plain(measure.compared))
    elif measure.drawn_in and measure.compared is not None and raw is not None:
        yield t("worked.drawn_in", value=write(raw), drawn=write(measure.compared))


def _corrected(framework: Framework, answer: Answer, t: Messages) -> str:
    field = framework.field_by_code[answer.field]
    unsaid = t("worked.no_number")
    reported, verified = (
        unsaid if value is None else figures.of_field(field, value, t)
        for value in (answer.reported_value, answer.value)
    )
    return t("worked.corrected", field=t.of(field.title), reported=reported, verified=verified)


def imputed(method: str, t: Messages) -> str:
    """What stands in for a missing value."""
    match method:
        case "mean":
            return t("worked.by_mean")
        case "median":
            return t("worked.by_median")
        case "peer_mean":
            return t("worked.by_peer_mean")
        case "peer_median":
            return t("worked.by_peer_median")
        case "last_period":
            return t("worked.by_last_period")
    return t("worked.by_own_mean")


class _Case:
    """One score and all that its formula needs, written out."""

    def __init__(
        self,
        framework: Framework,
        indicator: Indicator,
        measure: Measure,
        value: float,
        score: float,
        period: str,
    ) -> None:
        self.indicator, self.measure, self.period = indicator, measure, period
        self.peers = measure.peers or Peers("", None, 0)
        self.number, self.score = value, figures.plain(score)
        self.logged = indicator.treatment if isinstance(indicator.treatment, Log) else None
        self.write: Write = _plain if self.logged else _writer(framework, indicator)
        self.value = self.write(value)
        self.up = indicator.direction == "up"

    def end(self, number: float) -> float:
        """A number of the rule as the value is compared with it."""
        return log(number + self.logged.offset) if self.logged else number

    @property
    def worst(self) -> float | None:
        return self.peers.lowest if self.up else self.peers.highest

    @property
    def best(self) -> float | None:
        return self.peers.highest if self.up else self.peers.lowest


def _worked(case: _Case, t: Messages) -> str:  # noqa: PLR0911 - one per method
    rule, period = case.indicator.scoring, case.period
    match rule:
        case Target():
            return _line(case, rule.floor.at(period), rule.target.at(period), 100, True, t)
        case Goalposts():
            worst, best = rule.worst.at(period), rule.best.at(period)
            clipped = rule.beyond == "clipped"
            return _line(case, worst, best, rule.points.at(period), clipped, t)
        case Bands():
            return _band(case, rule, t)
        case Linear():
            return t(
                "worked.linear",
                factor=_plain(rule.factor.at(period)),
                value=case.value,
                offset=_plain(rule.offset.at(period)),
                score=case.score,
            )
        case MinMax() | DistanceToBest() | ShareOfMaximum():
            return _between_ends(case, rule, t)
        case DistanceToTarget():
            return _distance(case, case.end(rule.target.at(period)), rule.beyond == "clipped", t)
        case DistanceToReference():
            return _distance(case, case.peers.reference, rule.beyond == "clipped", t)
        case ZScore():
            return _z_score(case, rule, t)
        case Percentile() | PercentileRank() | Rank() | Borda():
            return _by_place(case, rule, t)


def _withheld(case: _Case, t: Messages) -> str:
    """Why the formula is not written out: it has values of others in it, and they are few."""
    return t("worked.withheld", score=case.score) if case.peers.withheld else ""


def _line(case: _Case, zero: float, full: float, points: float, clipped: bool, t: Messages) -> str:
    low, high = case.end(zero), case.end(full)
    share = (case.number - low) / (high - low)
    if clipped and share >= 1 - SLACK:
        return t("worked.reached", value=case.value, end=case.write(high), score=case.score)
    if clipped and share <= SLACK:
        return t("worked.not_above_zero", value=case.value, end=case.write(low), score=case.score)
    return t(
        "worked.line",
        value=case.value,
        worst=_term(case.write(low)),
        best=case.write(high),
        points=figures.plain(points),
        score=case.score,
    )


def _band(case: _Case, rule: Bands, t: Messages) -> str:
    bands = rule.bands.at(case.period)
    value = case.number + SLACK
    inside = (b for b in bands if (b.from_ is None or value >= b.from_))
    band = next((b for b in inside if b.to is None or value < b.to), None)
    if band is None or not isinstance(band.points, tuple) or band.from_ is None or band.to is None:
        return t("worked.step", value=case.value, score=case.score)
    low, high = band.points
    return t(
        "worked.band_line",
        value=case.value,
        start=_term(case.write(band.from_)),
        end=case.write(band.to),
        low=_term(_plain(low)),
        high=_plain(high),
        score=case.score,
    )


def _between_ends(case: _Case, rule: MinMax | DistanceToBest | ShareOfMaximum, t: Messages) -> str:
    worst, best = case.worst, case.best
    if isinstance(rule, ShareOfMaximum) and best is not None:
        return t(
            "worked.share_of_maximum", value=case.value, best=case.write(best), score=case.score
        )
    if isinstance(rule, ShareOfMaximum) or worst is None or best is None:
        return ""
    if abs(best - worst) <= SLACK:
        return t("worked.all_alike", score=case.score)
    span = (rule.low.at(case.period), rule.high.at(case.period)) if isinstance(rule, MinMax) else ()
    low, high = span or (0.0, 100.0)
    return t(
        "worked.min_max",
        value=case.value,
        worst=_term(case.write(worst)),
        best=case.write(best),
        low=_term(_plain(low)),
        high=_plain(high),
        score=case.score,
    )


def _distance(case: _Case, target: float | None, clipped: bool, t: Messages) -> str:
    worst = case.worst
    if target is None or worst is None:
        return ""
    ahead = (case.number - target) if case.up else (target - case.number)
    room = (target - worst) if case.up else (worst - target)
    if clipped and (ahead >= -SLACK or room <= 0):
        return t("worked.reached", value=case.value, end=case.write(target), score=case.score)
    return t(
        "worked.distance",
        value=case.value,
        worst=_term(case.write(worst)),
        target=case.write(target),
        score=case.score,
    )


def _z_score(case: _Case, rule: ZScore, t: Messages) -> str:
    peers = case.peers
    if peers.mean is None:
        return ""
    if not peers.deviation:
        return t("worked.all_alike", score=case.score)
    mean, number = case.write(peers.mean), case.value
    return t(
        "worked.z_score",
        centre=figures.plain(rule.mean.at(case.period)),
        spread=figures.plain(rule.deviation.at(case.period)),
        better=number if case.up else mean,
        than=_term(mean if case.up else number),
        mean=mean,
        deviation=case.write(peers.deviation),
        score=case.score,
    )


def _by_place(case: _Case, rule: Percentile | PercentileRank | Rank | Borda, t: Messages) -> str:
    peers = case.peers
    if peers.worse is None or peers.equal is None:
        return ""
    counted = t("worked.counted", size=peers.size, worse=peers.worse, equal=peers.equal)
    if case.measure.imputed is not None:
        counted = t("worked.counted_beside", size=peers.size, worse=peers.worse, equal=peers.equal)
    if isinstance(rule, Percentile):
        tie = figures.plain(_TIE[rule.ties])
        said = t(
            "worked.percentile",
            worse=peers.worse,
            equal=peers.equal,
            tie=tie,
            size=peers.size,
            score=case.score,
        )
        return t("worked.two", one=counted, other=said)
    place = _plain(_place(peers, rule.ties))
    if isinstance(rule, Rank):
        said = t("worked.rank", place=place)
    elif isinstance(rule, Borda):
        said = t("worked.borda", place=place, score=case.score)
    elif peers.size < 2:
        said = t("worked.all_alike", score=case.score)
    else:
        said = t("worked.percentile_rank", place=place, size=peers.size, score=case.score)
    return t("worked.two", one=counted, other=said)


def _place(peers: Peers, ties: Ties) -> float:
    """Counted from the worst; see docs/methods.md on one that is not in the pool itself."""
    worse, equal = peers.worse or 0, max(peers.equal or 0, 1)
    place = {"min": worse + 1.0, "mid": worse + (equal + 1) / 2, "max": float(worse + equal)}[ties]
    return min(max(place, 1.0), float(peers.size))


def _writer(framework: Framework, indicator: Indicator) -> Write:
    """Numbers of an indicator with digits enough to calculate with, and no unit of measure."""
    field = framework.field_by_code.get(indicator.formula)
    if field is not None and field.type == "date":
        return lambda value: figures.bare(field, value)
    if indicator.shown_as == "percent":
        return lambda value: f"{_plain(value * 100)}%"
    return _plain


def _plain(value: float, digits: int = 4) -> str:
    """At most so many decimals, and no needless ones; smaller numbers by their first digits.

    >>> _plain(1234.5), _plain(0.33333333), _plain(-2.0), _plain(0.0000123456), _plain(0)
    ('1,234.5', '0.3333', '−2', '0.00001235', '0')
    """
    if value and abs(value) < 10 ** (1 - digits):
        digits += 4
    return f"{value:,.{digits}f}".rstrip("0").rstrip(".").replace("-", "−")


def _term(number: str) -> str:
    """A number as it stands in a formula: in brackets where it would follow a sign with its own.

    >>> _term("20%"), _term("−20%")
    ('20%', '(−20%)')
    """
    return f"({number})" if number.startswith("−") else number
