"""The numbers an assignment is computed from: teams, units, needs, seats and today's links.

need       1 for a unit with full marks, up to 2 for one with none; where the score is unknown,
           the middle of the others
seat       a team of the province sits where the province does (its first prefecture by code), one
           of a prefecture in the middle of that prefecture; kilometres are as the crow flies
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from assessment.errors import Unpublished
from assessment.field.assignment.assignment_solver import (
    Matter,
)
from assessment.framework.values.figures import known
from assessment.kernel.actors import Actor
from assessment.scores.basis.basis import DataSource
from assessment.scores.basis.scores import scores
from assessment.units import scopes

MANAGE: Final = "team.manage"

EARTH_KM = 6371.0
MIDDLE_NEED = 1.5
"""Where no unit has a score."""

OF_PREFECTURE = "prefecture"


@dataclass(frozen=True, slots=True)
class Ground:
    """What is known of the day, in the order of the matter's rows and columns."""

    matter: Matter
    units: pd.DataFrame
    teams: pd.DataFrame
    left_out: pd.DataFrame
    unscored: int


def ground_of(
    source: DataSource, actor: Actor, period: str, day: date, change_km: int
) -> Ground | None:
    """What a suggestion for a day begins from; None without units, or without teams with people.

    Needs come of the scores of `period`. Raises `NotAllowed` for who may not link teams everywhere.
    """
    actor.must(MANAGE)
    store = source.live_store
    units = scopes.described(store, actor)
    members = store.frame("coverage_member", day=day)
    size = members.groupby("team")["person"].nunique()
    every = store.frame("coverage_team")
    teams = every[every["team"].isin(size.index)].reset_index(drop=True)
    if units.empty or teams.empty:
        return None
    links = store.frame("coverage_link", day=day)
    today = _marks(teams, units, links["team"], links["unit"])
    home = _marks(teams, units, members["team"], members["home"])
    prefectures = store.frame("prefecture")
    sent_by = [
        _prefecture_of(body, level, prefectures, units.loc[row, "prefecture"])
        for body, level, row in zip(
            teams["sending_body"], teams["sending_level"], today, strict=True
        )
    ]
    need, unscored = _need(source, actor, period, units)
    matter = Matter(
        size=np.array([float(size[team]) for team in teams["team"]]),
        need=need,
        km=_kilometres(sent_by, prefectures, units),
        home=home,
        outside=np.array(
            [
                [code is not None and code != there for there in units["prefecture"]]
                for code in sent_by
            ]
        ),
        today=today,
        change_km=float(change_km),
    )
    empty = every[~every["team"].isin(size.index) & every["team"].isin(links["team"])]
    left_out = empty[["team", "name"]].reset_index(drop=True)
    return Ground(matter, units, teams, left_out, unscored)


def _marks(
    teams: pd.DataFrame, units: pd.DataFrame, of_teams: pd.Series, of_units: pd.Series
) -> npt.NDArray[np.bool_]:
    """Teams × units, true where the two series name the pair; what names neither is left aside."""
    rows = {code: at for at, code in enumerate(teams["team"])}
    columns = {code: at for at, code in enumerate(units["unit"])}
    marks = np.zeros((len(rows), len(columns)), dtype=bool)
    for team, unit in zip(of_teams, of_units, strict=True):
        if team in rows and unit in columns:
            marks[rows[team], columns[unit]] = True
    return marks


def _prefecture_of(
    body: str, level: str, prefectures: pd.DataFrame, linked: pd.Series
) -> str | None:
    """The prefecture that sends a team: the one its body is named after, or where most of its units
    are. None for a team of the province, and where nobody can tell."""
    if level != OF_PREFECTURE:
        return None
    for code, name in zip(prefectures["prefecture"], prefectures["name"], strict=True):
        if name and body.startswith(name):
            return str(code)
    return None if linked.empty else str(linked.mode().iloc[0])


def _kilometres(
    sent_by: list[str | None], prefectures: pd.DataFrame, units: pd.DataFrame
) -> npt.NDArray[np.float64]:
    """From the seat of every team to every unit, over the globe."""
    seats = prefectures.set_index("prefecture")
    capital = seats.index[0]
    at = seats.loc[[code or capital for code in sent_by]]
    lat, lon = np.radians(at["lat"].to_numpy())[:, None], np.radians(at["lon"].to_numpy())[:, None]
    to_lat, to_lon = np.radians(units["lat"].to_numpy()), np.radians(units["lon"].to_numpy())
    half = (
        np.sin((to_lat - lat) / 2) ** 2
        + np.cos(lat) * np.cos(to_lat) * np.sin((to_lon - lon) / 2) ** 2
    )
    distances: npt.NDArray[np.float64] = 2 * EARTH_KM * np.arcsin(np.sqrt(half))
    return distances


def _need(
    source: DataSource, actor: Actor, period: str, units: pd.DataFrame
) -> tuple[npt.NDArray[np.float64], int]:
    """By unit, and of how many units it is a guess."""
    totals: Mapping[str, object] = {}
    try:
        told = scores(source, actor, period).totals
        totals = dict(zip(told["unit"], told["total"], strict=True))
    except Unpublished:
        pass
    scored = [known(totals.get(unit)) for unit in units["unit"]]
    need = [None if score is None else 2 - min(max(score, 0), 100) / 100 for score in scored]
    told_of = [each for each in need if each is not None]
    middle = median(told_of) if told_of else MIDDLE_NEED
    filled = [middle if each is None else each for each in need]
    return np.array(filled), len(need) - len(told_of)
