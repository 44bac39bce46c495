"""The long frames of `Scores` with a unit to a row and an indicator or strength to a column."""

from collections.abc import Sequence

import pandas as pd

from assessment.scoring.health import DIGITS


def real_scores(indicators: pd.DataFrame, codes: Sequence[str]) -> pd.DataFrame:
    """Each unit's score on each of `codes`; null where it rests on no answer.

    An imputed score is made from other scores, and would tell of them and not of the unit.
    """
    real = indicators[~is_imputed(indicators)]
    return (
        wide(real, "indicator", "score", codes)
        .reindex(pd.Index(units(indicators), name="unit"))
        .round(DIGITS)
    )


def strength_scores(strengths: pd.DataFrame, codes: Sequence[str]) -> pd.DataFrame:
    return wide(strengths, "strength", "score", codes).round(DIGITS)


def wide(long: pd.DataFrame, key: str, column: str, codes: Sequence[str]) -> pd.DataFrame:
    """Numbers of `column`, unit × `codes`."""
    table = long.pivot(index="unit", columns=key, values=column)
    return table.reindex(columns=pd.Index(list(codes), name=key)).astype("float64")


def units(long: pd.DataFrame) -> list[str]:
    """Every unit of a frame once, in the order of the codes."""
    return sorted(set(long["unit"]))


def is_imputed(indicators: pd.DataFrame) -> pd.Series:
    """Which rows rest on an estimate; none in a run that knows no imputation."""
    if "imputed" not in indicators:
        return pd.Series(False, index=indicators.index)
    return indicators["imputed"].notna()
