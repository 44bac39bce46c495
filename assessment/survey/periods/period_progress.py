"""How far a period has come: per prefecture who has filed, in time or late, and where it stands.

Every unit is counted once among the states and once among on time, late and not filed, so both
add up to the units there are.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from assessment.kernel import clock
from assessment.kernel.actors import Actor
from assessment.store.database import Store
from assessment.survey.periods import periods
from assessment.survey.periods.submission_workflow import STATES

TIMELINESS = ("on_time", "late", "overdue", "not_due")
"""Filed by the deadline; filed after it; not filed and it has passed; not filed and it has not."""

NUMBERS = ("expected", *STATES, "filed", *TIMELINESS)
"""The columns that are counts. `filed` is on time and late together."""


@dataclass(frozen=True, slots=True)
class Progress:
    """A period's completeness and timeliness on one day, of the units the asker sees."""

    period: str
    deadline: date
    today: date

    units: pd.DataFrame
    """Grain unit: `unit prefecture prefecture_name prefecture_name_en state filed_on timeliness`;
    who has not filed has no day."""

    cities: pd.DataFrame
    """Grain prefecture, in the order of the codes: `prefecture name name_en` and `NUMBERS`."""

    @property
    def total(self) -> dict[str, int]:
        """The sum of the prefectures, by the names in `NUMBERS`."""
        return {name: int(self.cities[name].sum()) for name in NUMBERS}


def progress(store: Store, actor: Actor, period: str, *, today: date | None = None) -> Progress:
    """Raises `Unknown` for no such period."""
    actor.must_somewhere("survey.read")
    run = periods.of(store, actor, period)
    day = today or clock.today()
    units = store.frame("period_progress", period=period)
    units = units[units["unit"].isin(actor.seen(units["unit"]))].reset_index(drop=True)
    units["filed_on"] = [
        _filed_day(moment) if state not in ("not_started", "filling") else None
        for moment, state in zip(units["filed_at"], units["state"], strict=True)
    ]
    units["timeliness"] = [timeliness(filed, run.deadline, day) for filed in units["filed_on"]]
    return Progress(period, run.deadline, day, units.drop(columns="filed_at"), _cities(units))


def timeliness(filed: date | None, deadline: date, today: date) -> str:
    """On its last day a filing is in time.

    >>> day = date(2025, 1, 31)
    >>> timeliness(day, day, day), timeliness(date(2025, 2, 1), day, day)
    ('on_time', 'late')
    >>> timeliness(None, day, day), timeliness(None, day, date(2025, 2, 1))
    ('not_due', 'overdue')
    """
    if filed is None:
        return "overdue" if today > deadline else "not_due"
    return "on_time" if filed <= deadline else "late"


def _filed_day(moment: Any) -> date | None:
    return None if pd.isna(moment) else clock.local_day(pd.Timestamp(moment).to_pydatetime())


def _cities(units: pd.DataFrame) -> pd.DataFrame:
    named = units.drop_duplicates("prefecture").sort_values("prefecture")
    cities = pd.DataFrame(
        {
            "prefecture": named["prefecture"],
            "name": named["prefecture_name"],
            "name_en": named["prefecture_name_en"],
        }
    ).reset_index(drop=True)
    cities["expected"] = _counted(cities, units)
    for state in STATES:
        cities[state] = _counted(cities, units[units["state"] == state])
    cities["filed"] = _counted(cities, units[units["filed_on"].notna()])
    for code in TIMELINESS:
        cities[code] = _counted(cities, units[units["timeliness"] == code])
    return cities


def _counted(cities: pd.DataFrame, units: pd.DataFrame) -> pd.Series:
    """We know of every unit where it stands, so none is truly zero."""
    return cities["prefecture"].map(units["prefecture"].value_counts()).fillna(0).astype(int)
