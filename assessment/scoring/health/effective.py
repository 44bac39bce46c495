"""How much each part really moves the total, beside what the framework says it should.

A unit's points sum to its base score, so the base's variance is the sum of its covariances with
the points of each part. The share of one part is its *effective weight*: they sum to 1 exactly,
whatever the aggregation, and one is negative where a part runs against the total.
"""

import pandas as pd

from assessment.scoring.health import SMALLEST
from assessment.scoring.health.correlation import with_one


def effective(
    points: pd.DataFrame,
    scores: pd.DataFrame,
    base: pd.Series,
    nominal: pd.Series,
    smallest: int = SMALLEST,
) -> pd.DataFrame:
    """Grain part: `nominal effective ratio r r2 n`, by the columns of `points`.

    `points` and `scores` are unit × part, `base` by unit, `nominal` shares by part. Only units
    with a base count; a part that gave a unit no points, because it does not apply or is not
    answered, moved nothing there. `r` is Pearson's between score and base, over units with both,
    and `r2` its square, the correlation ratio of a straight line. `effective`, and `ratio` =
    effective ÷ nominal, are null with fewer than `smallest` bases or when all are the same.
    """
    known = base.dropna()
    earned = points.reindex(known.index).fillna(0.0)
    deviation = known - known.mean()
    spread = float((deviation**2).sum())
    moved = (earned - earned.mean()).mul(deviation, axis="index").sum() / spread if spread else None
    if moved is None or len(known) < smallest or known.round(9).nunique() == 1:
        moved = pd.Series(float("nan"), index=points.columns)
    shown = scores.reindex(known.index)
    r = with_one(shown, known, smallest=smallest)
    return pd.DataFrame(
        {
            "nominal": nominal.reindex(points.columns),
            "effective": moved,
            "ratio": moved / nominal.reindex(points.columns).where(lambda share: share > 0),
            "r": r,
            "r2": r**2,
            "n": shown.notna().sum(),
        }
    )
