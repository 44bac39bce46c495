"""A scoring run as tables, the same for the database and for files alone."""

import pandas as pd

from assessment.exchange import invented
from assessment.scoring.scores import Scores

VALUES = ("unit", "indicator", "value", "state", "reason", "imputed", "imputed_value")
INDICATORS = (
    "unit",
    "strength",
    "parent",
    "indicator",
    "z",
    "drawn_in",
    "imputed",
    "score",
    "weight",
    "effective_weight",
    "points",
    "lost",
    "percentile",
    "pool",
    "pool_key",
    "pool_size",
)


def tables(scores: Scores, *, demonstration: bool) -> dict[str, pd.DataFrame]:
    """`values`, `indicators`, `groups` where there are any, `strengths`, `totals`, each with its
    period; and `pools`, what values were compared with.

    Where the answers were invented, every row says so in a last column.
    """
    frames = {
        "values": scores.indicators[list(VALUES)],
        "indicators": scores.indicators[list(INDICATORS)],
        "groups": scores.groups,
        "strengths": scores.strengths,
        "totals": scores.totals,
        "pools": scores.pools,
    }
    if scores.groups.empty:
        del frames["groups"]
    for name, frame in frames.items():
        frames[name] = frame.copy()
        frames[name].insert(1, "period", scores.period)
        if demonstration:
            frames[name][invented.COLUMN] = invented.words()
    return frames
