"""Cronbach's alpha: whether the parts of a score measure one thing."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from assessment.scoring.health import SMALLEST


@dataclass(frozen=True, slots=True)
class Alpha:
    """`value` is null when fewer than two items are left, or their sum does not vary."""

    value: float | None
    items: int
    """That went into it."""

    units: int | None
    """That the pair of items with the fewest in common has in common; None without a pair."""

    mean_r: float | None
    """The mean correlation of two different items."""

    constant: tuple[str, ...]
    """Left out: the same score for every unit that has one."""

    thin: tuple[str, ...]
    """Left out: fewer than `SMALLEST` units in common with another item."""


def alpha(items: pd.DataFrame, smallest: int = SMALLEST) -> Alpha:
    """Cronbach's alpha of the items. k ÷ (k − 1) · (1 − Σ variances ÷ Σ all covariances), each
    covariance over the units that have both items (pairwise), n − 1.

    Listwise would throw a unit away for one blank among dozens. Raw scores on the common scale of
    0–100, each item counted alike: weights are a judgement and not a measurement.
    """
    constant = tuple(str(code) for code in items if items[code].dropna().nunique() <= 1)
    kept, thin = _thick(items.drop(columns=list(constant)), smallest)
    count = len(kept.columns)
    if count < 2:
        return Alpha(None, count, None, None, constant, thin)
    covariances = kept.cov(min_periods=smallest).to_numpy()
    whole = float(covariances.sum())
    value = None
    if whole > 0:
        value = count / (count - 1) * (1 - float(np.trace(covariances)) / whole)
    pairs = ~np.eye(count, dtype=bool)
    mean_r = float(np.nanmean(kept.corr(min_periods=smallest).to_numpy()[pairs]))
    fewest = int(_in_common(kept).to_numpy()[pairs].min())
    return Alpha(value, count, fewest, mean_r, constant, thin)


def _thick(items: pd.DataFrame, smallest: int) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Without those that have too little in common with others: the worst first, one by one."""
    thin: list[str] = []
    while len(items.columns):
        short = (_in_common(items) < smallest).sum()
        if not short.any():
            break
        worst = str(short.idxmax())
        thin.append(worst)
        items = items.drop(columns=worst)
    return items, tuple(thin)


def _in_common(items: pd.DataFrame) -> pd.DataFrame:
    known = items.notna().astype(int)
    return known.T @ known
