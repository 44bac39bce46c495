"""What becomes of a missing answer: its weight shared out, or points put in its place.

Never a zero: silence is not a low score. What does not apply is never filled in.
"""

from collections.abc import Callable

import numpy as np

from assessment.scoring.robustness.panel import Panel
from assessment.scoring.robustness.settings import Missing
from assessment.scoring.robustness.tree import Flags, Floats


def filled(panel: Panel, scores: Floats, missing: Missing) -> Floats:
    """`scores` under a treatment of what is missing; `nan` where there is still no score."""
    if missing == "decided":
        return scores
    real = np.where(panel.real, scores, np.nan)
    if missing == "reweight":
        return real
    everyone = _over(np.nanmean, real, np.ones(real.shape[1], dtype=bool))
    if missing == "mean":
        return np.where(panel.missing, everyone[:, None], real)
    return np.where(panel.missing, _peer_median(panel, real, everyone), real)


def _peer_median(panel: Panel, real: Floats, otherwise: Floats) -> Floats:
    """The median of the unit's peer group; where nobody in it has a score, the mean of all."""
    medians = np.empty(real.shape)
    for group in np.unique(panel.peers):
        members = panel.peers == group
        found = _over(np.nanmedian, real, members)
        medians[:, members] = np.where(np.isnan(found), otherwise, found)[:, None]
    return medians


def _over(average: Callable[..., Floats], real: Floats, members: Flags) -> Floats:
    """An average a row; `nan` where nobody among `members` has a score."""
    made = np.full(len(real), np.nan)
    among = real[:, members]
    known = ~np.isnan(among).all(axis=1)
    if known.any():
        made[known] = average(among[known], axis=1)
    return made
