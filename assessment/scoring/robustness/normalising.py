"""The same values made into points in another way, for every indicator alike.

All act on `z`, directed and treated as decided, within the pool the framework compares in; an
indicator with a fixed scale (a target, goalposts, bands) is compared among all units. Only real
values make up a pool. One value, or all alike, is worth 50.
"""

from collections.abc import Callable

import numpy as np

from assessment.scoring.robustness.panel import Panel
from assessment.scoring.robustness.settings import Normalisation
from assessment.scoring.robustness.tree import Floats

Z_SPREAD = 20.0
"""Points a standard deviation is worth, about what min–max and percentiles spread: the bonus,
which is added in points, must not weigh more because the points lie closer together."""

MIDDLE = 50.0


def scores(panel: Panel, normalisation: Normalisation) -> Floats:
    """Points of every cell that has a score; a score without a value is made anew from the rest."""
    if normalisation == "decided":
        return panel.score
    made = np.full(panel.score.shape, np.nan)
    for row, values in enumerate(panel.z):
        _fill_row(made, panel, row, values, _SCALES[normalisation])
    return _own_mean(panel, made)


def _fill_row(
    made: Floats, panel: Panel, row: int, values: Floats, scale: Callable[[Floats, Floats], Floats]
) -> None:
    known = panel.scored[row] & ~np.isnan(values)
    real = panel.real[row] & ~np.isnan(values)
    for pool in np.unique(panel.pool[row][known]):
        here = known & (panel.pool[row] == pool)
        among = values[real if pool == -1 else real & here]
        made[row, here] = scale(values[here], among) if len(among) else MIDDLE


def _min_max(values: Floats, among: Floats) -> Floats:
    low, high = among.min(), among.max()
    if high <= low:
        return np.full(len(values), MIDDLE)
    made: Floats = 100 * (values - low) / (high - low)
    return made


def _z_score(values: Floats, among: Floats) -> Floats:
    spread = among.std(ddof=1) if len(among) > 1 and among.max() > among.min() else 0.0
    if spread <= 0:
        return np.full(len(values), MIDDLE)
    made: Floats = MIDDLE + Z_SPREAD * (values - among.mean()) / spread
    return made


def _percentile(values: Floats, among: Floats) -> Floats:
    ordered = np.sort(among)
    below = np.searchsorted(ordered, values, "left")
    upto = np.searchsorted(ordered, values, "right")
    made: Floats = 50.0 * (below + upto) / len(ordered)
    return made


_SCALES: dict[str, Callable[[Floats, Floats], Floats]] = {
    "min_max": _min_max,
    "z_score": _z_score,
    "percentile": _percentile,
}


def _own_mean(panel: Panel, made: Floats) -> Floats:
    """Filled in by the unit's own mean: that of its other real scores in the strength."""
    lacking = panel.scored & np.isnan(made)
    strengths = np.array(panel.tree.strength_of)
    for row, unit in zip(*np.nonzero(lacking), strict=True):
        beside = (strengths == strengths[row]) & panel.real[:, unit] & ~np.isnan(made[:, unit])
        made[row, unit] = made[beside, unit].mean() if beside.any() else MIDDLE
    return made
