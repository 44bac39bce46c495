"""How far the data behind a score can be relied on: how much of its weight stands on what.

Each indicator that applies to a unit stands in exactly one class, the gravest that fits, and its
weight counts there. So the shares of the classes sum to 1, and the figure is 1 less what each
class costs. What does not apply weighs nothing and can lower nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

COSTS: Mapping[str, float] = {
    "missing": 1.0,
    "imputed": 0.75,
    "contradicted": 0.5,
    "disputed": 0.5,
    "old": 0.3,
    "unverified": 0.2,
    "low_agreement": 0.1,
    "sound": 0.0,
}
"""The classes, gravest first, and how much of its weight a class costs. Our proposal.

missing        no value, and nothing stands in for it
imputed        an estimate stands in
contradicted   a team saw otherwise on the spot, and no verdict has settled it
disputed       an open finding names the indicator
old            the answers are the last period's
unverified     nobody has checked them yet, though others were checked
low_agreement  of the unit's answers that were looked at too few agreed; this one no team confirmed
sound          none of these"""


@dataclass(frozen=True, slots=True)
class Flags:
    """What is known of each answer, unit × indicator, all over the same units and indicators."""

    applies: pd.DataFrame
    answered: pd.DataFrame
    """A real value."""

    imputed: pd.DataFrame
    contradicted: pd.DataFrame
    disputed: pd.DataFrame
    old: pd.DataFrame
    verified: pd.DataFrame | None
    """None while no answer of the period has been reviewed: then nothing is said of it, and
    nobody is charged for it."""

    low_agreement: pd.DataFrame


def classes(flags: Flags) -> pd.DataFrame:
    """Each cell's class; null where the indicator does not apply."""
    missing = ~flags.answered & ~flags.imputed
    found = pd.DataFrame("sound", index=flags.applies.index, columns=flags.applies.columns)
    found = found.mask(flags.low_agreement, "low_agreement")
    if flags.verified is not None:
        found = found.mask(~flags.verified, "unverified")
    for name, cells in (
        ("old", flags.old),
        ("disputed", flags.disputed),
        ("contradicted", flags.contradicted),
        ("imputed", flags.imputed),
        ("missing", missing),
    ):
        found = found.mask(cells, name)
    return found.where(flags.applies)


def reliability(frame: pd.DataFrame, shares: pd.DataFrame, *, reviewed: bool) -> pd.DataFrame:
    """Grain unit: `reliability` and the classes of `COSTS`, as shares of the weight.

    `frame` is `classes`, `shares` what each indicator weighs, unit × indicator. All are null where
    nothing applies, and `unverified` also while nothing was `reviewed`.
    """
    weighed = shares.sum(axis="columns") > 0
    here = frame[list(shares.columns)]
    found = pd.DataFrame(
        {name: (shares * (here == name)).sum(axis="columns").where(weighed) for name in COSTS}
    )
    cost = found.mul(pd.Series(COSTS)).sum(axis="columns", skipna=False)
    found.insert(0, "reliability", (1 - cost).clip(0, 1))
    if not reviewed:
        found["unverified"] = float("nan")
    return found
