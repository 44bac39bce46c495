"""What a scoring run gives back: one frame a level, each listing every unit.

An indicator that is not asked in the period is in no frame, nor is a strength without any that is.
Null is unknown, never zero. `state` says which unknown: `missing` or `not_applicable`; otherwise
it is `value`. All scores are 0–100 at full precision; rounding is the reader's business.
"""

from dataclasses import dataclass

import pandas as pd

RANKS = ("rank_all", "rank_prefecture", "rank_peer_group")
"""Where a unit stands among all units, in its prefecture and in its peer group; 1 is best."""


@dataclass(frozen=True, slots=True)
class Scores:
    """One period's scores."""

    period: str

    indicators: pd.DataFrame
    """Grain unit × indicator: `unit strength indicator value state reason score weight
    effective_weight points lost percentile pool pool_size`.

    `value` is the formula's result. `reason` says why there is none: `missing_answer`,
    `division_by_zero`, `too_thin`, `rule`, `answer_not_applicable`. `weight` is the framework's;
    `effective_weight` its share of this unit's 100 after sharing out what is not applicable or
    missing (null where it does not count); `points` = effective_weight × score ÷ 100 and `lost` =
    effective_weight − points, so that a unit's points sum to its base score. `percentile` is the
    mid-rank of the value, 100 best whatever the direction; `pool` (`peer_group` or `all`) and
    `pool_size` say among whom."""

    strengths: pd.DataFrame
    """Grain unit × strength: `unit strength score completeness state weight points` and `RANKS`.

    `completeness` is weight answered ÷ weight applicable (null when nothing applies)."""

    totals: pd.DataFrame
    """Grain unit: `unit base bonus_earned bonus total completeness vetoed grade` and `RANKS`.

    total = base + bonus; `bonus` is `bonus_earned` up to the cap. An unknown total has no grade
    and no rank. `vetoed` caps the grade and leaves total and rank."""

    signals: pd.DataFrame
    """Grain unit × problem with a signal: `unit problem holds`; holds is null without data."""
