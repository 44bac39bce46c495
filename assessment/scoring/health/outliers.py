"""Values far from those of a unit's peers, by Iglewicz and Hoaglin's modified z.

A median and absolute deviations, because a mean and a standard deviation are themselves pulled
away by what they are to find.
"""

import pandas as pd

LIMIT = 3.5
"""Beyond which a value is far out."""

MEDIAN_FACTOR = 0.6745
"""Makes the median absolute deviation of normal values 1 standard deviation: its ¾ quantile."""

MEAN_FACTOR = 1.2533
"""The same for the mean absolute deviation, √(π ÷ 2)."""

ROUNDING = 1e-12
"""Of the largest value: a deviation up to this is a rounding error, and counts as none."""


def modified_z(values: pd.Series) -> pd.Series:
    """0.6745 · (x − median) ÷ MAD for each value.

    MAD is 0 where more than half of the values are the same; then (x − median) ÷ (1.2533 · mean
    absolute deviation from the median). Where all are the same there is none, and it is null.

    >>> modified_z(pd.Series([1.0, 2.0, 3.0, 4.0, 100.0])).round(3).tolist()
    [-1.349, -0.674, 0.0, 0.674, 65.427]
    """
    away = values - values.median()
    nothing = ROUNDING * values.abs().max()
    median = away.abs().median()
    if median > nothing:
        return MEDIAN_FACTOR * away / median
    mean = away.abs().mean()
    return away / (MEAN_FACTOR * mean) if mean > nothing else away * float("nan")


def outliers(
    values: pd.DataFrame, groups: pd.Series, smallest: int, limit: float = LIMIT
) -> pd.DataFrame:
    """Grain unit × column with |modified z| > `limit`, the farthest first: `unit indicator value
    median z pool pool_size`.

    `values` is unit × indicator, `groups` the peer group by unit. A unit is judged among its group
    (`pool` `peer_group`); where that has fewer than `smallest` values, among all (`all`); where
    those are too few as well, not at all.
    """
    found = [_in_column(values[code], groups, smallest) for code in values]
    columns = ["unit", "indicator", "value", "median", "z", "pool", "pool_size"]
    if not found:
        return pd.DataFrame(columns=columns)
    rows = pd.concat(found, ignore_index=True)
    far = rows[rows["z"].abs() > limit]
    order = far.assign(size=far["z"].abs()).sort_values(
        ["size", "unit"], ascending=[False, True], kind="stable"
    )
    return order[columns].reset_index(drop=True)


def _in_column(column: pd.Series, groups: pd.Series, smallest: int) -> pd.DataFrame:
    known = column.dropna()
    own = groups.reindex(known.index)
    sizes = own.map(own.value_counts()).fillna(0).astype(int)
    in_group = sizes >= smallest
    by_group = known.groupby(own)
    z = by_group.transform(modified_z).where(in_group)
    median = by_group.transform("median").where(in_group)
    if len(known) >= smallest:
        z = z.where(in_group, modified_z(known))
        median = median.where(in_group, known.median())
    return pd.DataFrame(
        {
            "unit": known.index,
            "indicator": column.name,
            "value": known.to_numpy(),
            "median": median.to_numpy(),
            "z": z.astype("float64").to_numpy(),
            "pool": ["peer_group" if each else "all" for each in in_group],
            "pool_size": sizes.where(in_group, len(known)).to_numpy(),
        }
    )
