"""What makes counties differ: how large, how rich, and how well run.

Size and wealth come from what `units.csv` says (kind, and how far from the capital), good
management from the prefecture and from chance, and only a little from wealth. So the rich have
better venues, but some rich counties do little and some poor ones do well.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from assessment.demonstration.invention.chance import Chance, Grid

STRENGTHS = (
    "political_guidance",
    "organisation",
    "leadership_team",
    "institutions",
    "service_venues",
    "role_played",
)

EMPLOYEES = {
    "district": 68_000,
    "city": 62_000,
    "county": 40_000,
    "autonomous_county": 20_000,
    "zone": 9_000,
}
"""Workers in a middling unit of each kind."""

RICHER = {"district": 0.45, "city": 0.25, "county": -0.1, "autonomous_county": -0.5, "zone": -0.3}

PROGRESS = 0.25
"""How much better run the average county is than a year before, in standard deviations."""

IDLE_RICH = 5
"""Rich counties that do little."""


@dataclass(frozen=True, slots=True)
class Province:
    """Units (by code, in order) and what moves their answers. `wealth` and `effort` have mean 0."""

    units: pd.DataFrame
    years: tuple[str, ...]
    chance: Chance
    wealth: Grid
    employees: Grid
    management: Grid
    effort: Mapping[str, Grid]
    reputation: Mapping[str, float]

    @property
    def codes(self) -> list[str]:
        return [str(code) for code in self.units["unit"]]

    @property
    def named(self) -> list[int]:
        """Rows of the counties that are known for their work."""
        return [row for row, code in enumerate(self.codes) if code in self.reputation]

    @property
    def since_start(self) -> Grid:
        """0 in the first year, 1 in the next …"""
        return np.arange(len(self.years), dtype=np.float64)[None, :]


def drawn(
    units: pd.DataFrame, years: Sequence[str], seed: int, reputation: Mapping[str, float]
) -> Province:
    """The province of a seed. `reputation` says by code what is known of a unit or prefecture."""
    units = units.sort_values("unit", ignore_index=True)
    chance = Chance(seed, len(units), len(years))
    wealth = _wealth(units, chance)
    management = _management(units, wealth, chance, reputation)
    growth = 1.025 ** np.arange(len(years))[None, :]
    return Province(
        units=units,
        years=tuple(years),
        chance=chance,
        wealth=wealth,
        employees=np.rint(_employees(units, wealth, chance) * growth),
        management=management,
        reputation=reputation,
        effort={
            strength: 0.68 * management + chance.mood(f"effort/{strength}", 0.6, 0.85)
            for strength in STRENGTHS
        },
    )


def _column(values: pd.Series) -> Grid:
    return values.to_numpy(dtype=np.float64)[:, None]


def _standard(grid: Grid) -> Grid:
    standard: Grid = (grid - grid.mean()) / grid.std()
    return standard


def _wealth(units: pd.DataFrame, chance: Chance) -> Grid:
    """Falls with distance from the capital, and towards the western mountains."""
    capital = units.loc[units["prefecture"] == units["prefecture"].min()]
    lon, lat = _column(units["lon"]), _column(units["lat"])
    degrees = np.hypot(lon - capital["lon"].mean(), lat - capital["lat"].mean())
    place = 1.7 * np.exp(-degrees / 0.9) + 0.45 * _standard(lon)
    return _standard(place + _column(units["kind"].map(RICHER)) + 0.3 * chance.lasting("wealth"))


def _employees(units: pd.DataFrame, wealth: Grid, chance: Chance) -> Grid:
    middling = _column(units["kind"].map(EMPLOYEES))
    return middling * np.exp(0.4 * wealth + 0.3 * chance.lasting("size"))


def _management(
    units: pd.DataFrame, wealth: Grid, chance: Chance, reputation: Mapping[str, float]
) -> Grid:
    """How well run a federation is each year: its prefecture's habits, its own, and progress."""
    prefectures = sorted(set(units["prefecture"]))
    habits = chance.generator("habits").standard_normal(len(prefectures))
    shared = _column(units["prefecture"].map(dict(zip(prefectures, habits, strict=True))))
    own = _standard(0.5 * shared + 0.25 * wealth + 0.75 * chance.lasting("management"))
    lasting = own + _column(units["prefecture"].map(reputation).fillna(0))
    named = _column(units["unit"].map(reputation))
    lasting[_idle_rich(wealth, named, chance)] = -1.4
    lasting = np.where(np.isnan(named), lasting, named)
    years = np.arange(chance.years)[None, :]
    progress: Grid = PROGRESS * (years - years.mean())
    return lasting + progress + 0.18 * chance.yearly("management")


def _idle_rich(wealth: Grid, named: Grid, chance: Chance) -> list[int]:
    """A few of the richest, none of them a county known by name."""
    richest = [int(row) for row in np.argsort(-wealth[:, 0]) if np.isnan(named[row, 0])][:30]
    return sorted(chance.generator("idle").choice(richest, IDLE_RICH, replace=False).tolist())
