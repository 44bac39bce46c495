"""How much each part really moves the total, beside what the framework says it should.

A unit's points sum to its base score. Taking from each part's points what an average unit would
have earned with the same share leaves what sets the unit apart; the variance of its sum is the
sum of its covariances with each part. The share of one part is its *effective weight*: they sum
to 1 exactly, whatever the aggregation; one on which all score alike has 0, however the weight of
missing answers was shared out; one is negative where a part runs against the total.
"""

import pandas as pd

from assessment.scoring.health import DIGITS, SMALLEST
from assessment.scoring.health.correlation import with_one


def effective(
    points: pd.DataFrame,
    shares: pd.DataFrame,
    scores: pd.DataFrame,
    base: pd.Series,
    nominal: pd.Series,
    smallest: int = SMALLEST,
) -> pd.DataFrame:
    """Grain part: `nominal effective ratio r r2 n`, by the columns of `points`.

    `points`, `shares` (what each part weighs of the unit's 100) and `scores` are unit × part,
    `base` by unit, `nominal` shares by part. Only units with a base count; a part without points
    in a unit, because it does not apply or is not answered, set nothing apart there. `r` is
    Pearson's between score and base, over units with both, and `r2` its square, the correlation
    ratio of a straight line. `effective`, and `ratio` = effective ÷ nominal, are null with fewer
    than `smallest` bases or when nothing sets units apart.
    """
    known = base.dropna()
    apart = _apart(points.reindex(known.index), shares.reindex(known.index))
    whole = apart.sum(axis="columns")
    spread = float(whole.var()) if len(known) >= smallest else 0.0
    if spread > 10**-DIGITS:
        moved = apart.apply(lambda part: part.cov(whole)) / spread
    else:
        moved = pd.Series(float("nan"), index=points.columns)
    weight = nominal.reindex(points.columns)
    shown = scores.reindex(known.index)
    r = with_one(shown, known, smallest=smallest)
    return pd.DataFrame(
        {
            "nominal": weight,
            "effective": moved,
            "ratio": moved / weight.where(weight > 0),
            "r": r,
            "r2": r**2,
            "n": shown.notna().sum(),
        }
    )


def _apart(points: pd.DataFrame, shares: pd.DataFrame) -> pd.DataFrame:
    """Points above or below what the part earns on average for each point it could."""
    earned = points / shares.where(shares > 0)
    return (points - shares * earned.mean()).fillna(0.0)
