"""What the scores of a period say of the indicators: taken among all units, whoever asks.

The formulas are in docs/methods.md, section 11, and the arithmetic in `scoring/health`. Only
outliers tell of single units, and those are limited to the asker's.
"""

from dataclasses import dataclass

import pandas as pd

from assessment.errors import Unknown
from assessment.kernel.actors import Actor
from assessment.scores.analysis.data_health.among_all import among_all
from assessment.scores.basis.basis import Basis, DataSource
from assessment.scores.basis.scores import scores
from assessment.scoring.health import consistency, discrimination, effective, nominal, wide
from assessment.scoring.health.correlation import Method, correlations
from assessment.scoring.health.outliers import outliers
from assessment.scoring.scores import Scores
from assessment.units import scopes

BETWEEN = "between"
"""Stands for all strengths side by side where a strength's code could."""

ALL_INDICATORS = "all_indicators"
ALL_STRENGTHS = "all_strengths"
"""What the alpha of the whole is taken over, where a strength's code stands otherwise."""

MUCH, LITTLE = 1.5, 0.5
"""Effective ÷ nominal weight from which a part moves the total much more or much less."""

NOT_MEASURED = ("yes_no", "ordinal")
"""Kinds of which no value is far out: a yes is not an outlier among noes."""


@dataclass(frozen=True, slots=True)
class Statistics:
    """One period's. Null is unknown: too few units, or nothing that varies."""

    period: str
    units: int
    """With a known total: those the effective weights rest on."""

    indicators: pd.DataFrame
    """Grain indicator asked in the period, in the framework's order: the columns of
    `discrimination.discrimination` and of `effective.effective` (there against the base score)."""

    strengths: pd.DataFrame
    """Grain strength, in the framework's order: `strength` and the columns of
    `effective.effective`."""

    consistency: pd.DataFrame
    """Grain strength, then `ALL_INDICATORS` and `ALL_STRENGTHS`: `what alpha items units mean_r
    constant thin`, the last two tuples of codes left out."""

    @property
    def flat(self) -> list[str]:
        """Indicators that hardly tell units apart."""
        return self._where(self.indicators["flat"].fillna(False))

    @property
    def against(self) -> list[str]:
        """Indicators that run against the rest of their strength, beyond chance."""
        return self._where(self.indicators["against"].fillna(False))

    @property
    def thin(self) -> list[str]:
        """Indicators that many of those they apply to did not answer."""
        return self._where(self.indicators["missing_share"] >= discrimination.MUCH_MISSING)

    @property
    def heavy(self) -> list[str]:
        """Indicators that move the total much more than they weigh."""
        return self._where(self.indicators["ratio"] >= MUCH)

    @property
    def light(self) -> list[str]:
        """Indicators that move the total much less than they weigh."""
        return self._where(self.indicators["ratio"] <= LITTLE)

    @property
    def judged(self) -> int:
        """Indicators with enough scores to say whether they tell units apart."""
        return int(self.indicators["flat"].notna().sum())

    def _where(self, holds: pd.Series) -> list[str]:
        return list(self.indicators["indicator"][holds.astype(bool)])


@dataclass(frozen=True, slots=True)
class _Whole:
    statistics: Statistics
    indicator_scores: pd.DataFrame
    strength_scores: pd.DataFrame
    outliers: pd.DataFrame


def statistics(source: DataSource, actor: Actor, period: str) -> Statistics:
    """Raises `NotAllowed` for a role that reads no scores."""
    actor.must_somewhere("score.read")
    return _computed(source, actor, period).statistics


def related(
    source: DataSource,
    actor: Actor,
    period: str,
    method: Method,
    among: str = BETWEEN,
) -> pd.DataFrame:
    """The correlations of the strengths with each other, or of one strength's indicators. `one
    other r n`, as `correlation.correlations`. Raises `Unknown` for no such strength."""
    actor.must_somewhere("score.read")
    whole = _computed(source, actor, period)
    framework = source.at(actor, period).framework
    if among == BETWEEN:
        return correlations(whole.strength_scores, method)
    if among not in framework.strength_by_code:
        raise Unknown(what="strength", code=among)
    codes = [each.code for each in framework.strength_by_code[among].asked(period)]
    return correlations(whole.indicator_scores[codes], method)


def far_out(
    source: DataSource,
    actor: Actor,
    period: str,
    scope: str = scopes.PROVINCE,
) -> pd.DataFrame:
    """Values far from those of the unit's peers, the farthest first. The columns of
    `outliers.outliers` and of `scopes.described`, of the units of a scope the actor sees."""
    units = scopes.described(source.at(actor, period).store, actor, scope)
    far = _computed(source, actor, period).outliers
    return far.merge(units, on="unit", how="inner", sort=False)


@among_all
def _computed(source: DataSource, here: Basis, everyone: Actor, period: str) -> _Whole:
    run = scores(source, everyone, period)
    weights = nominal.weights(here.framework, period)
    codes = list(weights["indicator"])
    by_indicator = wide.real_scores(run.indicators, codes)
    in_strengths = list(dict.fromkeys(weights["strength"]))
    by_strength = wide.strength_scores(run.strengths, in_strengths)
    told = Statistics(
        period=period,
        units=int(run.totals["base"].notna().sum()),
        indicators=_indicators(run, by_indicator, weights),
        strengths=_strengths(run, by_strength, weights),
        consistency=_consistency(by_indicator, by_strength, weights),
    )
    return _Whole(told, by_indicator, by_strength, _outliers(here, everyone, run))


def _indicators(run: Scores, by_indicator: pd.DataFrame, weights: pd.DataFrame) -> pd.DataFrame:
    codes = list(weights["indicator"])
    states = run.indicators.pivot(index="unit", columns="indicator", values="state")
    told = discrimination.discrimination(by_indicator, states.reindex(columns=codes), weights)
    moved = effective.effective(
        wide.wide(run.indicators, "indicator", "points", codes),
        wide.wide(run.indicators, "indicator", "effective_weight", codes),
        by_indicator,
        _base(run),
        weights.set_index("indicator")["weight"],
    )
    return told.merge(moved, left_on="indicator", right_index=True, how="left")


def _strengths(run: Scores, by_strength: pd.DataFrame, weights: pd.DataFrame) -> pd.DataFrame:
    """A strength's share of a unit's 100 is the sum of what its indicators have of it."""
    codes = list(by_strength.columns)
    counted = run.indicators.groupby(["unit", "strength"])["effective_weight"]
    shares = counted.sum(min_count=1).unstack("strength").reindex(columns=codes)
    told = effective.effective(
        wide.wide(run.strengths, "strength", "points", codes),
        shares,
        by_strength,
        _base(run),
        weights.groupby("strength")["weight"].sum(),
    )
    return told.reset_index(names="strength")


def _base(run: Scores) -> pd.Series:
    """The total before any bonus, which no indicator moves."""
    return run.totals.set_index("unit")["base"].astype("float64")


def _consistency(
    by_indicator: pd.DataFrame, by_strength: pd.DataFrame, weights: pd.DataFrame
) -> pd.DataFrame:
    items = {
        str(code): by_indicator[list(here["indicator"])]
        for code, here in weights.groupby("strength", sort=False)
    }
    items |= {ALL_INDICATORS: by_indicator, ALL_STRENGTHS: by_strength}
    rows = []
    for what, columns in items.items():
        told = consistency.alpha(columns)
        rows.append(
            {
                "what": what,
                "alpha": told.value,
                "items": told.items,
                "units": told.units,
                "mean_r": told.mean_r,
                "constant": told.constant,
                "thin": told.thin,
            }
        )
    return pd.DataFrame(rows).astype(
        {"alpha": "float64", "mean_r": "float64", "units": "Int64", "items": "int64"}
    )


def _outliers(here: Basis, everyone: Actor, run: Scores) -> pd.DataFrame:
    codes = [
        indicator.code
        for _, indicator in here.framework.indicators(run.period)
        if indicator.kind not in NOT_MEASURED
    ]
    values = wide.wide(run.indicators, "indicator", "value", codes)
    groups = scopes.described(here.store, everyone).set_index("unit")["peer_group"]
    return outliers(values, groups, here.framework.smallest_pool.at(run.period))
