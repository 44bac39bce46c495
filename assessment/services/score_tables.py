"""A scoring run as four tables, the same for the database and for files alone."""

import pandas as pd

from assessment.exchange import invented
from assessment.scoring.scores import Scores

VALUES = ("unit", "indicator", "value", "state", "reason")
INDICATORS = (
    "unit",
    "strength",
    "indicator",
    "score",
    "weight",
    "effective_weight",
    "points",
    "lost",
    "percentile",
    "pool",
    "pool_size",
)


def tables(scores: Scores, *, demonstration: bool) -> dict[str, pd.DataFrame]:
    """`values`, `indicators`, `strengths`, `totals`, each with its period.

    Where the answers were invented, every row says so in a last column.
    """
    frames = {
        "values": scores.indicators[list(VALUES)],
        "indicators": scores.indicators[list(INDICATORS)],
        "strengths": scores.strengths,
        "totals": scores.totals,
    }
    for name, frame in frames.items():
        frames[name] = frame.copy()
        frames[name].insert(1, "period", scores.period)
        if demonstration:
            frames[name][invented.COLUMN] = invented.words()
    return frames
