"""Which doubt the ranks depend on most: Sobol's indices of first and total order.

Sampled by Saltelli's scheme and estimated by SALib, all weights of one kind as one group. The
first order is the share of the variance that a doubt explains alone; the total order is the share
that would go if it alone were settled, its working together with others included.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from SALib.analyze import sobol as analysis
from SALib.sample import sobol as sobol_sequence

from assessment.errors import Unknown
from assessment.kernel.codes import TOTAL
from assessment.scoring.robustness import sampling, simulation
from assessment.scoring.robustness.panel import Panel
from assessment.scoring.robustness.sampling import Offers
from assessment.scoring.robustness.settings import Settings
from assessment.scoring.robustness.tree import Flags, Floats, Level

BASE = 256
"""Points of the base sequence, a power of two; the scheme takes doubts + 2 runs for each."""

TWO_SIDED = 1.959964
"""Standard errors to either side, for 95 %."""

RANKS = "ranks"
"""Explain everyone's rank: each unit's variance counts, so who moves much counts much."""

SHIFT = "shift"
"""Explain one number, by how many places units are off their rank on average. A doubt that moves
some units in every draw, such as weights, moves this number little."""

COLUMNS = ["doubt", "first", "first_error", "total", "total_error"]

Columns = dict[str, list[int]]
"""Of the random numbers, by doubt."""


@dataclass(frozen=True, slots=True)
class Influence:
    settings: Settings
    what: str
    of: str
    """`RANKS`, `SHIFT`, or the code of the unit whose rank is explained."""

    doubts: pd.DataFrame
    """Grain doubt that can change something: `COLUMNS`. `doubt` is `weights_strengths`,
    `weights_groups`, `weights_indicators`, `normalisation`, `missing` or `aggregation`; errors
    are half widths of 95 % intervals. Estimates: near 0 they may come out a little negative.
    Null where nothing moves at all."""

    runs: int
    """How many rankings it took; 0 where there was nothing to draw or nobody to rank."""


def influence(
    panel: Panel,
    settings: Settings,
    what: str = TOTAL,
    among: Flags | None = None,
    of: str = RANKS,
) -> Influence:
    """Raises `Unknown` for a unit that is not ranked."""
    ranked = ~np.isnan(panel.standing(what))
    ranked = ranked if among is None else ranked & among
    offers = Offers.of(panel, what, settings)
    groups = _in_play(panel, what, settings, offers)
    if not groups or not ranked.any():
        return Influence(settings, what, of, _unmoved(groups), 0)
    even = _even(panel, groups, settings.seed)
    drawn = sampling.draws(panel.tree, settings, offers, even)
    found = simulation.ranks(panel, drawn, what, ranked).astype(float)
    told = _told(panel, what, ranked, found, of)
    return Influence(settings, what, of, _indices(groups, told), len(told))


def _in_play(panel: Panel, what: str, settings: Settings, offers: Offers) -> Columns:
    """The columns of random numbers that can change a rank."""
    tree = panel.tree
    groups: Columns = {}
    if "weights" in settings.doubts and settings.share > 0:
        groups = _weights(panel, panel.tree.level(what), settings)
    first = len(tree.level_weights) + len(tree.leaf_weights)
    ways = {
        "normalisation": offers.normalisation,
        "missing": offers.missing,
        "aggregation": offers.aggregation,
    }
    for place, (name, offered) in enumerate(ways.items()):
        if len(offered) > 1:
            groups[name] = [first + place]
    return groups


def _weights(panel: Panel, top: Level, settings: Settings) -> Columns:
    """Of the levels and indicators under `top` that share their level with another."""
    tree = panel.tree
    found: Columns = {"strengths": [], "groups": [], "indicators": []}
    for level in top.within():
        if len(level.parts) + len(level.leaves) < 2:
            continue
        for part in level.parts:
            found[tree.level_kinds[part.place]].append(part.place)
        found["indicators"] += [len(tree.level_weights) + int(leaf) for leaf in level.leaves]
    return {
        f"weights_{kind}": columns
        for kind, columns in found.items()
        if columns and kind in settings.weighed
    }


def _even(panel: Panel, groups: Columns, seed: int) -> Floats:
    """Saltelli's sample; what is not in play stays as decided."""
    names = [name for name, columns in groups.items() for _ in columns]
    problem = {
        "num_vars": len(names),
        "names": [f"{name}_{place}" for place, name in enumerate(names)],
        "bounds": [[0.0, 1.0]] * len(names),
        "groups": names,
    }
    sample = sobol_sequence.sample(problem, BASE, calc_second_order=False, seed=seed)
    even = np.zeros((len(sample), sampling.columns(panel.tree)))
    even[:, : -sampling.WAYS] = 0.5
    even[:, [column for columns in groups.values() for column in columns]] = sample
    return even


def _told(panel: Panel, what: str, ranked: Flags, values: Floats, of: str) -> Floats:
    """What is explained, a column each."""
    if of == RANKS:
        return values
    if of == SHIFT:
        off = np.abs(values - simulation.nominal(panel, what, ranked))
        return np.asarray(off.mean(axis=1, keepdims=True), dtype=np.float64)
    codes = [code for code, there in zip(panel.units, ranked, strict=True) if there]
    if of not in codes:
        raise Unknown(what="unit", code=of)
    return values[:, [codes.index(of)]]


def _indices(groups: Columns, values: Floats) -> pd.DataFrame:
    values = values[:, np.ptp(values, axis=0) > 0]
    if not values.shape[1]:
        return _unmoved(groups)
    # The estimate of the first order is steadier about the mean, as SALib's own analysis takes it.
    runs = _Runs.of(values - values.mean(axis=0), len(groups))
    rows = [
        (name, *runs.first_order(place), *runs.total_order(place))
        for place, name in enumerate(groups)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


@dataclass(frozen=True, slots=True)
class _Runs:
    """Saltelli's matrices A, B and, for each doubt, A with the doubt's columns out of B.

    Each column told has an index of its own; they are weighted by their variances, which is the
    index of all of them taken together.
    """

    first: Floats
    second: Floats
    crossed: Floats

    @classmethod
    def of(cls, values: Floats, doubts: int) -> "_Runs":
        parts = [
            analysis.separate_output_values(column, doubts, len(values) // (doubts + 2), False)[:3]
            for column in values.T
        ]
        first, second, crossed = (np.stack(each, axis=-1) for each in zip(*parts, strict=True))
        return cls(first, second, crossed)

    @property
    def variance(self) -> Floats:
        spread: Floats = np.concatenate([self.first, self.second]).var(axis=0)
        return spread

    def first_order(self, doubt: int) -> tuple[float, float]:
        crossed = self.crossed[:, doubt]
        found = analysis.first_order(self.first, crossed, self.second)
        return self._together(found), self._error(self.second * (crossed - self.first))

    def total_order(self, doubt: int) -> tuple[float, float]:
        crossed = self.crossed[:, doubt]
        found = analysis.total_order(self.first, crossed, self.second)
        return self._together(found), self._error((self.first - crossed) ** 2 / 2)

    def _together(self, values: Floats) -> float:
        return float((values * self.variance).sum() / self.variance.sum())

    def _error(self, terms: Floats) -> float:
        """Of the mean of these terms, of which the estimate is made, over the base points."""
        each = terms.sum(axis=1)
        return float(TWO_SIDED * each.std(ddof=1) / np.sqrt(len(each)) / self.variance.sum())


def _unmoved(groups: Columns) -> pd.DataFrame:
    return pd.DataFrame({"doubt": list(groups)}, dtype=object).reindex(columns=COLUMNS)
