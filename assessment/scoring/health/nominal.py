"""What each indicator weighs by the framework, among those that apply to a unit.

A level's weights are relative: what does not apply is left out and its siblings share its part.
Where everything applies these are the nominal weights.
"""

import pandas as pd

from assessment.framework.model import Framework, Indicator, Part


def weights(framework: Framework, period: str) -> pd.DataFrame:
    """Grain indicator asked in `period`, in the framework's order: `strength indicator weight
    in_strength`, shares of the total and of its strength."""
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
    pieces = []
    for strength in framework.strengths:
        inside = _within(strength, period, applies)
        if not inside.empty:
            pieces.append(_weighed(inside, strength, period))
    return _shared(pieces, applies)


def of_strengths(
    framework: Framework, period: str, applies: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """Shares of each strength by its code, unit × its indicators."""
    inside = {each.code: _within(each, period, applies) for each in framework.strengths}
    return {code: shares for code, shares in inside.items() if not shares.empty}


def _within(part: Part, period: str, applies: pd.DataFrame) -> pd.DataFrame:
    pieces = []
    for group in part.groups:
        inside = _within(group, period, applies)
        if not inside.empty:
            pieces.append(_weighed(inside, group, period))
    for indicator in part.indicators:
        if indicator.asked_in(period):
            pieces.append(_weighed(applies[[indicator.code]].astype(float), indicator, period))
    return _shared(pieces, applies)


def _weighed(shares: pd.DataFrame, part: Part | Indicator, period: str) -> pd.DataFrame:
    return shares * float(part.weight.at(period))


def _shared(pieces: list[pd.DataFrame], applies: pd.DataFrame) -> pd.DataFrame:
    """The pieces side by side, each row made to sum to 1. A part none of whose indicators applies
    weighs nothing, and neither does one with a weight of 0."""
    if not pieces:
        return pd.DataFrame(index=applies.index)
    together = pd.concat(pieces, axis="columns")
    whole = together.sum(axis="columns")
    return together.div(whole.where(whole > 0), axis="index").fillna(0.0)
