"""How much a ranking hangs on one indicator: every rank once more without it.

Its weight goes to the rest of its level, as the weight of what is missing does. Who is ranked
stays the same.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

from assessment.kernel.codes import TOTAL
from assessment.scoring.robustness import evaluating, ranking
from assessment.scoring.robustness.panel import Panel
from assessment.scoring.robustness.ranking import Ranks
from assessment.scoring.robustness.reading import Reading
from assessment.scoring.robustness.simulation import nominal
from assessment.scoring.robustness.tree import Flags, Floats

Codes = npt.NDArray[np.object_]

COLUMNS = ["indicator", "strength", "mean_shift", "unit", "rank", "without", "shift"]


def left_out(panel: Panel, what: str = TOTAL, among: Flags | None = None) -> pd.DataFrame:
    """Grain indicator that weighs something in what is ranked, most telling first: `COLUMNS`.

    `mean_shift` is places, whether up or down; `unit` is who moves furthest (the best ranked of
    several), from `rank` to `without` the indicator, `shift` places up (negative: down). Where an
    indicator is all that a unit has, that unit is left aside. Null where nobody can be ranked.
    """
    reading = Reading.of(panel, what)
    ranked = reading.ranked if among is None else reading.ranked & among
    leaves = [leaf for level in panel.tree.level(what).within() for leaf in level.leaves]
    if not leaves or not ranked.any():
        nothing = pd.DataFrame({name: pd.Series(dtype=float) for name in COLUMNS})
        return nothing.astype({"indicator": "str", "strength": "str", "unit": "str"})
    scores = _without_each(panel, reading, leaves)[:, ranked[reading.ranked]]
    before, codes = nominal(panel, what, ranked), np.array(panel.units, dtype=object)[ranked]
    rows = [
        _row(panel, leaf, without, before, codes)
        for leaf, without in zip(leaves, scores, strict=True)
    ]
    frame = pd.DataFrame(rows, columns=COLUMNS).astype({"unit": "str"})
    return frame.sort_values("mean_shift", ascending=False, kind="stable", ignore_index=True)


def _without_each(panel: Panel, reading: Reading, leaves: list[int]) -> Floats:
    """A row an indicator left out."""
    leaf_weights = np.tile(panel.tree.leaf_weights, (len(leaves), 1))
    leaf_weights[np.arange(len(leaves)), leaves] = 0
    level_weights = np.tile(panel.tree.level_weights, (len(leaves), 1))
    return evaluating.scores(reading, leaf_weights, level_weights)


def _row(panel: Panel, leaf: int, without: Floats, before: Ranks, codes: Codes) -> list[object]:
    code, strength = panel.tree.indicators[leaf].code, panel.tree.strength_of[leaf]
    known = ~np.isnan(without)
    if not known.any():
        return [code, strength, None, None, None, None, None]
    # Among those who can still be ranked, both times.
    old = ranking.ranks(-before[known][None, :].astype(float))[0]
    new = ranking.ranks(without[known][None, :])[0]
    shift = old - new
    order = np.lexsort((old, -np.abs(shift)))
    most = order[0]
    unit = codes[known][most] if shift[most] else None
    return [
        code,
        strength,
        float(np.abs(shift).mean()),
        unit,
        int(old[most]) if unit else None,
        int(new[most]) if unit else None,
        int(shift[most]) if unit else None,
    ]
