"""What a scoring run gives back: one frame a level, each listing every unit.

An indicator that is not asked in the period is in no frame, nor is a strength without any that is.
Null is unknown, never zero. `state` says which unknown: `missing` or `not_applicable`; otherwise
it is `value`. Scores are 0–100 under the methods of our framework, at full precision; rounding is
the reader's business. What each method does is in docs/methods.md.
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
    """Grain unit × indicator: `unit strength parent indicator value state reason z drawn_in imputed
    imputed_value score weight effective_weight points lost percentile pool pool_key pool_size`.

    `value` is the formula's result, and `parent` the strength or group it counts in. `reason` says
    why there is no value: `missing_answer`, `division_by_zero`, `too_thin`, `rule`,
    `answer_not_applicable`; or no score: `small_pool`. `z` is what was scored: the value turned so
    that more is better, logged and winsorised (`drawn_in`) as the indicator asks. `imputed` names
    the method where a stand-in was scored, `imputed_value` is that stand-in in the value's own
    terms (null for `own_mean`); state stays `missing` and value null.

    `weight` is the framework's; `effective_weight` its share of this unit's 100 after sharing out
    what has no score (null where it does not count); `points` + `lost` = effective_weight, a unit's
    points sum to its base score and what it lost to 100 − base. Under arithmetic means lost is
    effective_weight × (100 − score) ÷ 100; see docs/methods.md for the others. `percentile` is the
    mid-rank of a real value, 100 best whatever the direction; `pool` (`peer_group`, `prefecture` or
    `all`), `pool_key` and `pool_size` say among whom."""

    groups: pd.DataFrame
    """Grain unit × group, for frameworks with levels between strength and indicator: `unit strength
    group parent depth score completeness scored state weight points lost`."""

    strengths: pd.DataFrame
    """Grain unit × strength: `unit strength score completeness scored state weight points lost` and
    `RANKS`.

    `completeness` is weight with a real value ÷ weight applicable, `scored` the share of its parts
    that have a score, imputed ones too (null when nothing applies)."""

    totals: pd.DataFrame
    """Grain unit: `unit base bonus_earned bonus total completeness scored vetoed grade` and
    `RANKS`.

    total = base + bonus; `bonus` is `bonus_earned` up to the cap. An unknown total has no grade
    and no rank. `vetoed` caps the grade and leaves total and rank."""

    pools: pd.DataFrame
    """Grain indicator × pool: `indicator pool pool_key size lowest highest mean deviation median
    low high reference`, all in z. `low` and `high` are the ends that winsorising drew values in to,
    null where it drew none; `reference` is the z of the unit distances are taken from."""

    signals: pd.DataFrame
    """Grain unit × problem with a signal: `unit problem holds`; holds is null without data."""
