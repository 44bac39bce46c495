"""Self-report against field: how often what teams saw agrees with what counties reported.

A rate is of the looks that could tell; those that could not are counted beside it. Below five no
rate is told: one difference in two looks is no half. A look at an answer counts for every indicator
that reads it. The rate feeds the reliability figure and takes nothing off any score.
"""

from dataclasses import dataclass, replace

import pandas as pd

from assessment.framework.model import Framework
from assessment.kernel.actors import Actor
from assessment.kernel.disclosure import SMALLEST_GROUP
from assessment.scoring.explain import fields_of
from assessment.store.database import Store
from assessment.store.memo import Identity, Memo
from assessment.survey.periods import periods
from assessment.units import scopes

COUNTS = ("agree", "differ", "could_not")


@dataclass(frozen=True, slots=True)
class Agreement:
    """What teams saw in one period, in the units somebody sees.

    Each frame has `agree differ could_not` and `rate`, null below `SMALLEST_GROUP`."""

    units: pd.DataFrame
    """Grain unit: the columns of `scopes.described` too; those nobody looked at have zeros."""

    indicators: pd.DataFrame
    """Grain indicator that was looked at, in the framework's order: `strength indicator`."""

    cells: pd.DataFrame
    """Grain unit × indicator that was looked at: `unit name name_en strength indicator`."""

    @property
    def looks(self) -> int:
        return int(self.units[list(COUNTS)].to_numpy().sum())

    @property
    def rate(self) -> float | None:
        """Of all of them."""
        agree, differ = (int(self.units[name].sum()) for name in ("agree", "differ"))
        return agree / (agree + differ) if agree + differ >= SMALLEST_GROUP else None


KEPT = 32
"""Kept for each store: of a period, by who sees the same and by scope."""

_kept: Memo[Agreement] = Memo(KEPT)


def agreement(
    store: Store,
    framework: Framework,
    actor: Actor,
    period: str,
    scope: str = scopes.PROVINCE,
) -> Agreement:
    """As recorded by now, within the actor's scope. Raises `NotAllowed`, `Unknown`."""
    actor.must_somewhere("survey.read")
    key = actor.sight, Identity(framework), period, scope
    kept = _kept.get(store, key, lambda: _agreement(store, framework, actor, period, scope))
    frames = {
        name: getattr(kept, name).copy(deep=False) for name in ("units", "indicators", "cells")
    }
    return replace(kept, **frames)


def _agreement(
    store: Store, framework: Framework, actor: Actor, period: str, scope: str
) -> Agreement:
    periods.of(store, actor, period)
    described = scopes.described(store, actor, scope)
    seen = store.frame("agreement_check", period=period)
    seen = seen[seen["unit"].isin(described["unit"])]
    by_unit = seen.groupby("unit")[list(COUNTS)].sum()
    units = described.merge(by_unit, how="left", left_on="unit", right_index=True)
    units[list(COUNTS)] = units[list(COUNTS)].fillna(0).astype(int)
    read = pd.DataFrame(
        [
            {"strength": strength.code, "indicator": indicator.code, "field": field}
            for strength, indicator in framework.indicators(period)
            for field in fields_of(framework, indicator)
        ],
        columns=["strength", "indicator", "field"],
    )
    looked = read.merge(seen, on="field")
    keys = ["strength", "indicator"]
    indicators = looked.groupby(keys, sort=False)[list(COUNTS)].sum().reset_index()
    cells = looked.groupby([*keys, "unit"], sort=False)[list(COUNTS)].sum().reset_index()
    cells = cells.merge(described[["unit", "name", "name_en"]], on="unit")
    return Agreement(rated(units), rated(indicators), rated(cells))


def rated(counts: pd.DataFrame) -> pd.DataFrame:
    """`counts` with `rate`: the share that agrees of the looks that could tell; null below
    `SMALLEST_GROUP`."""
    told = counts["agree"] + counts["differ"]
    return counts.assign(
        rate=(counts["agree"] / told.where(told >= SMALLEST_GROUP)).astype("float64")
    )
