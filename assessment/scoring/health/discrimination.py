"""Which indicators tell units apart, and which run against the rest of their strength."""

import pandas as pd

from assessment.scoring.health import SMALLEST
from assessment.scoring.health.correlation import beyond_chance, with_one

SAME_SHARE = 0.9
SMALLEST_DEVIATION = 5.0
"""An indicator hardly tells units apart when so many share one score, or its scores (0–100)
deviate less."""

MUCH_MISSING = 0.2
"""Share of the units it applies to that gave no answer, from which an indicator rests on few."""


def discrimination(
    scores: pd.DataFrame, states: pd.DataFrame, weights: pd.DataFrame, smallest: int = SMALLEST
) -> pd.DataFrame:
    """How well each indicator tells units apart, in the order of `weights` (`nominal.weights`).
    Columns `strength indicator known missing applicable missing_share mean deviation same full flat
    rest rest_n against`.

    `scores` and `states` are unit × indicator. `deviation` (n − 1), `same`, the share of the most
    common score, and `full`, that of 100, are over known scores. `flat`: too few differences, by
    `SAME_SHARE` or `SMALLEST_DEVIATION`; null with fewer than `smallest` known. `rest` is its
    correlation with the weighted mean of the other indicators of its strength (corrected
    item–total), and `against`: that is negative beyond chance; null where `rest` is.
    """
    codes = list(weights["indicator"])
    applicable = (states[codes] != "not_applicable").sum()
    missing = applicable - scores[codes].notna().sum()
    known = scores[codes].notna().sum()
    deviation = scores[codes].std().where(known > 1)
    same = pd.Series({code: _most_common(scores[code]) for code in codes}, dtype="float64")
    flat = (same >= SAME_SHARE) | (deviation < SMALLEST_DEVIATION)
    rest, pairs = _with_rest(scores, weights, smallest)
    found = pd.DataFrame(
        {
            "known": known,
            "missing": missing,
            "applicable": applicable,
            "missing_share": missing / applicable.where(applicable > 0),
            "mean": scores[codes].mean(),
            "deviation": deviation,
            "same": same,
            "full": (scores[codes] == 100).sum() / known.where(known > 0),
            "flat": flat.astype("boolean").mask(known < smallest),
            "rest": rest,
            "rest_n": pairs,
            "against": (rest < -beyond_chance(pairs)).astype("boolean").mask(rest.isna()),
        }
    )
    named = weights[["strength", "indicator"]]
    return named.merge(found, left_on="indicator", right_index=True, how="left")


def _most_common(scores: pd.Series) -> float | None:
    known = scores.dropna()
    return float(known.value_counts(normalize=True).iloc[0]) if len(known) else None


def _with_rest(
    scores: pd.DataFrame, weights: pd.DataFrame, smallest: int
) -> tuple[pd.Series, pd.Series]:
    """By indicator: the correlation with the rest of its strength, and over how many units."""
    found: dict[str, float] = {}
    pairs: dict[str, int] = {}
    for _, here in weights.groupby("strength", sort=False):
        weight = here.set_index("indicator")["in_strength"]
        inside = scores[list(weight.index)]
        for code in map(str, inside):
            others = inside.drop(columns=code)
            share = others.notna() * weight.drop(code)
            whole = share.sum(axis="columns")
            mean = (others.fillna(0) * share).sum(axis="columns") / whole.where(whole > 0)
            found[code] = float(with_one(inside[[code]], mean, smallest=smallest).iloc[0])
            pairs[code] = int((inside[code].notna() & mean.notna()).sum())
    return pd.Series(found, dtype="float64"), pd.Series(pairs, dtype="int64")
