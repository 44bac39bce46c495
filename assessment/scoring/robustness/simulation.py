"""Rank intervals by Monte Carlo: the ranking drawn a thousand times, each time with other choices.

An interval runs from the 5 % to the 95 % point of the ranks that came up; both ends are ranks that
did come up, the lower rounded down and the upper up, so that at least 90 % of the draws lie in it.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from assessment.kernel.codes import TOTAL
from assessment.scoring.robustness import compact_letters, evaluating, ranking, sampling
from assessment.scoring.robustness.panel import Panel
from assessment.scoring.robustness.ranking import Ranks
from assessment.scoring.robustness.reading import Reading
from assessment.scoring.robustness.sampling import Draws, Offers
from assessment.scoring.robustness.settings import Settings
from assessment.scoring.robustness.tree import Flags, Floats

LOWER, UPPER = 0.05, 0.95
"""Of the draws, at the ends of an interval."""

COLUMNS = [
    *("unit", "score", "rank", "low", "median", "high", "mean", "spread"),
    *("top", "bottom", "first_letter", "last_letter"),
]


@dataclass(frozen=True, slots=True)
class Simulation:
    """What came of one `Settings`, which holds the seed."""

    settings: Settings
    what: str
    offers: Offers
    """The ways that were drawn from: a doubt that can change nothing offers one."""

    units: pd.DataFrame
    """Grain ranked unit, best rank first: `COLUMNS`. `rank` is as decided, `low` ≤ `high` its
    interval (`low` is the better), `mean` and `spread` (standard deviation) those of the drawn
    ranks, `top` and `bottom` the shares of draws among the first and last k, the letters as
    counted by `letters.shared`."""

    unranked: tuple[str, ...]
    """Who has no score, and so no interval either."""

    shift: float | None
    """By how many places a unit is off its rank in the mean of all draws and units."""


def simulate(
    panel: Panel, settings: Settings, what: str = TOTAL, among: Flags | None = None
) -> Simulation:
    """Rank everyone, or those `among` the panel's units, under every draw."""
    taking = _everyone(panel) if among is None else among
    ranked = ~np.isnan(panel.standing(what)) & taking
    offers = Offers.of(panel, what, settings)
    even = np.random.default_rng(settings.seed).random(
        (settings.draws, sampling.columns(panel.tree))
    )
    drawn = sampling.draws(panel.tree, settings, offers, even)
    found = ranks(panel, drawn, what, ranked)
    units = _described(panel, what, ranked, found, settings)
    shift = float(np.abs(found - units["rank"].to_numpy()).mean()) if len(units) else None
    return Simulation(
        settings,
        what,
        offers,
        units.sort_values(["rank", "unit"], ignore_index=True),
        tuple(np.array(panel.units, dtype=object)[taking & ~ranked]),
        shift,
    )


def nominal(panel: Panel, what: str, ranked: Flags) -> Ranks:
    """The ranks as decided, of those `ranked`, among them."""
    found: Ranks = ranking.ranks(panel.standing(what)[ranked][None, :])[0]
    return found


def ranks(panel: Panel, draws: Draws, what: str, ranked: Flags) -> Ranks:
    """A row a draw, a column for each of those `ranked`."""
    found = np.empty((len(draws.option), int(ranked.sum())), dtype=np.int32)
    for ways, rows in draws.by_option():
        reading = Reading.of(panel, what, ways)
        scores = evaluating.scores(reading, draws.leaf_weights[rows], draws.level_weights[rows])
        taken = ranked[reading.ranked]
        scores = scores if taken.all() else np.ascontiguousarray(scores[:, taken])
        found[rows] = ranking.ranks(scores)
    return found


def _everyone(panel: Panel) -> Flags:
    return np.ones(len(panel.units), dtype=bool)


def _described(
    panel: Panel, what: str, ranked: Flags, ranks: Ranks, settings: Settings
) -> pd.DataFrame:
    count = ranks.shape[1]
    if not count:
        nothing = pd.DataFrame({name: pd.Series(dtype=float) for name in COLUMNS})
        return nothing.astype({"unit": "str"})
    ordered = np.sort(ranks.T, axis=1)
    low, high = _ends(ordered)
    letter = compact_letters.shared(low.tolist(), high.tolist())
    return pd.DataFrame(
        {
            "unit": np.array(panel.units, dtype=object)[ranked],
            "score": panel.standing(what)[ranked],
            "rank": nominal(panel, what, ranked),
            "low": low,
            "median": np.median(ordered, axis=1),
            "high": high,
            "mean": ordered.mean(axis=1),
            "spread": ordered.std(axis=1),
            "top": (ordered <= settings.k).mean(axis=1),
            "bottom": _share_from_below(ordered, count - settings.k),
            "first_letter": [first for first, _ in letter],
            "last_letter": [last for _, last in letter],
        }
    )


def _ends(ordered: Ranks) -> tuple[Ranks, Ranks]:
    last = ordered.shape[1] - 1
    return ordered[:, int(np.floor(LOWER * last))], ordered[:, int(np.ceil(UPPER * last))]


def _share_from_below(ordered: Ranks, rest: int) -> Floats:
    """How often fewer than k stand behind. Ties share the better rank, as everywhere, so whoever
    shares the last place inside is not counted among the last."""
    share: Floats = (ordered > rest).mean(axis=1)
    return share
