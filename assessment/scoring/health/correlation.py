"""How far two columns go together, over the units that have both."""

from typing import Literal

import pandas as pd

from assessment.scoring.health import SMALLEST

Method = Literal["spearman", "pearson"]
"""By the order of the values, or by the values."""


def correlations(columns: pd.DataFrame, method: Method, smallest: int = SMALLEST) -> pd.DataFrame:
    """Grain ordered pair of columns: `one other r n`.

    `n` units have both. `r` is null where they are fewer than `smallest` or one of the two is
    the same for all of them: such a column goes neither with nor against anything.
    """
    codes = list(columns.columns)
    known = columns.notna().astype(int)
    both = (known.T @ known).to_numpy().ravel()
    r = columns.corr(method=method, min_periods=smallest).clip(-1, 1).to_numpy().ravel()
    return pd.DataFrame(
        {
            "one": [one for one in codes for _ in codes],
            "other": [other for _ in codes for other in codes],
            "r": r.astype("float64"),
            "n": both,
        }
    )


def with_one(columns: pd.DataFrame, other: pd.Series, smallest: int = SMALLEST) -> pd.Series:
    """Pearson's correlation of each column with `other`, by column; null as in `correlations`."""
    x = columns.where(other.notna(), axis="index")
    y = pd.DataFrame(dict.fromkeys(columns, other)).where(x.notna())
    varies = (x.max() > x.min()) & (y.max() > y.min()) & (x.notna().sum() >= smallest)
    x, y = x - x.mean(), y - y.mean()
    r = (x * y).sum() / ((x**2).sum() * (y**2).sum()) ** 0.5
    return r.where(varies).clip(-1, 1).astype("float64")


def beyond_chance(n: pd.Series) -> pd.Series:
    """How large a correlation over n units must be to be hardly chance: 2 ÷ √n, about 95 %."""
    return 2 / n.astype("float64").where(n > 0) ** 0.5
