"""What each indicator weighs by the framework, among those that apply to a unit.

A level's weights are relative: what does not apply is left out and its siblings share its part.
Where everything applies these are the nominal weights.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from assessment.framework.model import Framework, Indicator, Part

Shares = dict[str, NDArray[np.float64]]
"""By indicator, one number for each unit."""


def weights(framework: Framework, period: str) -> pd.DataFrame:
    """The weights of the indicators asked in `period`, in the framework's order. Columns `strength
    indicator weight in_strength`, shares of the total and of its strength."""
    rows = [(strength.code, indicator.code) for strength, indicator in framework.indicators(period)]
    codes = [code for _, code in rows]
    everything = pd.DataFrame(True, index=[0], columns=codes)
    total = of_total(framework, period, everything)
    inside = of_strengths(framework, period, everything)
    return pd.DataFrame(
        {
            "strength": [strength for strength, _ in rows],
            "indicator": codes,
            "weight": [float(total[code].iloc[0]) for code in codes],
            "in_strength": [float(inside[strength][code].iloc[0]) for strength, code in rows],
        }
    )


def of_total(framework: Framework, period: str, applies: pd.DataFrame) -> pd.DataFrame:
    """Shares of the total, unit × indicator; a row sums to 1, or to 0 where nothing applies."""
    columns = _columns(applies)
    pieces = [
        _weighed(_within(strength, period, columns), strength, period)
        for strength in framework.strengths
    ]
    return pd.DataFrame(_shared(pieces), index=applies.index)


def of_strengths(
    framework: Framework, period: str, applies: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """Shares of each strength by its code, unit × its indicators."""
    columns = _columns(applies)
    inside = {each.code: _within(each, period, columns) for each in framework.strengths}
    return {
        code: pd.DataFrame(shares, index=applies.index) for code, shares in inside.items() if shares
    }


def _columns(applies: pd.DataFrame) -> Shares:
    return {str(code): applies[code].to_numpy(dtype=float) for code in applies.columns}


def _within(part: Part, period: str, applies: Shares) -> Shares:
    pieces = [
        *(_weighed(_within(group, period, applies), group, period) for group in part.groups),
        *(
            _weighed({each.code: applies[each.code]}, each, period)
            for each in part.indicators
            if each.asked_in(period)
        ),
    ]
    return _shared(pieces)


def _weighed(shares: Shares, part: Part | Indicator, period: str) -> Shares:
    return {code: share * float(part.weight.at(period)) for code, share in shares.items()}


def _shared(pieces: Sequence[Shares]) -> Shares:
    """The pieces side by side, each unit's made to sum to 1. A part none of whose indicators
    applies weighs nothing, and neither does one with a weight of 0."""
    together = {code: share for piece in pieces for code, share in piece.items()}
    whole = sum(together.values(), start=np.float64(0))
    return {
        code: np.divide(share, whole, out=np.zeros_like(share), where=whole > 0)
        for code, share in together.items()
    }
