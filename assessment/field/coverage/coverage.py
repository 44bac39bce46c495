"""Liaison coverage: which units have a team, who carries how much, and how long ago anyone came.

Everything is said as of one day: the one that is asked for, or else the period's last, or today
while the period runs. A unit is covered when a link of any kind holds on that day. Days since a
visit count from its last day. What is asked of teams, and who falls behind, is `coverage_watch`.
"""

from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from assessment.framework.period import Period
from assessment.kernel import clock
from assessment.kernel.actors import Actor
from assessment.store.database import Store
from assessment.store.memo import Memo
from assessment.units import scopes

RECENT, QUARTER = 30, 90
"""Days since the last visit up to which it was recent, or within a quarter."""


def recency(covered: bool, days_since: int | None) -> str:
    """What to say first of a unit: that nobody is linked, or how long ago anyone came.

    >>> [recency(True, days) for days in (None, 0, 30, 31, 90, 91)]
    ['never', 'recent', 'recent', 'quarter', 'quarter', 'long']
    >>> recency(False, 3)
    'uncovered'
    """
    if not covered:
        return "uncovered"
    if days_since is None:
        return "never"
    return "recent" if days_since <= RECENT else "quarter" if days_since <= QUARTER else "long"


@dataclass(frozen=True, slots=True)
class Coverage:
    """Who is linked to whom on `day`, as far as the asker may see."""

    period: str
    day: date

    units: pd.DataFrame
    """Grain unit, in the order of the codes: the columns of `scopes.described`, then `covered`,
    `teams` and `people` (each person once), `last_visit` and `days_since` (null where nobody
    has come yet), `recency`, `visits` up to the day and `findings` of the period."""

    teams: pd.DataFrame
    """Grain team: `team name kind sending_body sending_level batch`, `units` it is linked to,
    `people`, `visits` in the period, and `alone` for a team of one person. Somebody who may not
    see every unit is shown only the teams, units and visits of theirs."""

    pairs: pd.DataFrame
    """Grain team and unit that are linked on the day, or had a visit in the period: `team unit`,
    `link` (`stay_in`, `liaison`, or null where none holds) and `visits`."""

    people: int
    """Members of the teams that are linked to a unit, each once."""

    @property
    def covered(self) -> int:
        return int(self.units["covered"].sum())

    @property
    def total(self) -> int:
        return len(self.units)

    @property
    def uncovered(self) -> pd.DataFrame:
        return self.units[~self.units["covered"]]

    @property
    def never(self) -> int:
        """How many units nobody has come to yet."""
        return int(self.units["last_visit"].isna().sum())

    @property
    def linked_teams(self) -> int:
        return int((self.teams["units"] > 0).sum())

    @property
    def alone(self) -> pd.DataFrame:
        """Teams of one person that are linked to a unit."""
        return self.teams[self.teams["alone"] & (self.teams["units"] > 0)]


KEPT = 32
"""Coverages kept for each store: of a period and a day, by who sees the same and by scope."""

_kept: Memo[Coverage] = Memo(KEPT)


def coverage(
    store: Store,
    actor: Actor,
    period: str,
    scope: str = scopes.PROVINCE,
    *,
    today: date | None = None,
    on: date | None = None,
) -> Coverage:
    """The links on a day; without one, as of `last_day`."""
    actor.must_somewhere("coverage.read")
    day = on or last_day(period, today)
    key = actor.sight, period, scope, day
    kept = _kept.get(store, key, lambda: _coverage(store, actor, period, scope, day))
    frames = {name: getattr(kept, name).copy(deep=False) for name in ("units", "teams", "pairs")}
    return replace(kept, **frames)


def _coverage(store: Store, actor: Actor, period: str, scope: str, day: date) -> Coverage:
    span = Period.of(period)
    units = scopes.described(store, actor, scope)
    links = _of_units(store.frame("coverage_link", day=day), units)
    members = store.frame("coverage_member", day=day)
    visits = _of_units(store.frame("coverage_visit", day=day), units)
    here = visits[_days(visits["ends"]) >= pd.Timestamp(span.start)]
    findings = store.frame("coverage_finding", period=period).set_index("unit")["findings"]

    last = _days(visits["ends"]).groupby(visits["unit"]).max()
    people = links.merge(members, on="team")
    units = units.assign(
        covered=units["unit"].isin(links["unit"]),
        teams=_counted(units["unit"], links.groupby("unit")["team"].nunique()),
        people=_counted(units["unit"], people.groupby("unit")["person"].nunique()),
        last_visit=_days(last.reindex(units["unit"]).reset_index(drop=True)),
        visits=_counted(units["unit"], here.groupby("unit")["visit"].nunique()),
        findings=_counted(units["unit"], findings),
    )
    units["days_since"] = (pd.Timestamp(day) - units["last_visit"]).dt.days.astype("Int64")
    units["recency"] = [
        recency(covered, None if pd.isna(days) else int(days))
        for covered, days in zip(units["covered"], units["days_since"], strict=True)
    ]
    everywhere = actor.units is None and scope == scopes.PROVINCE
    teams = _teams(store.frame("coverage_team"), links, members, here, everywhere=everywhere)
    return Coverage(period, day, units, teams, _pairs(links, here), int(people["person"].nunique()))


def last_day(period: str, today: date | None = None) -> date:
    """A period's last day; today while it runs; its first before it starts."""
    span = Period.of(period)
    return min(span.end, max(span.start, today or clock.today()))


def days_offered(period: str, today: date | None = None) -> tuple[date, date]:
    """From a period's first day to its last; or to today, where its links live on."""
    span = Period.of(period)
    return span.start, max(span.end, today or clock.today())


def _pairs(links: pd.DataFrame, visits: pd.DataFrame) -> pd.DataFrame:
    """A team that stays in a unit and is linked to it besides is told as staying in."""
    keys = ["team", "unit"]
    linked = links.groupby(keys)["kind"].max().rename("link")
    visited = visits.groupby(keys)["visit"].nunique().rename("visits")
    pairs = pd.concat([linked, visited], axis="columns").reset_index()
    pairs["visits"] = pairs["visits"].fillna(0).astype(int)
    return pairs.sort_values(keys).reset_index(drop=True)


def _teams(
    teams: pd.DataFrame,
    links: pd.DataFrame,
    members: pd.DataFrame,
    visits: pd.DataFrame,
    *,
    everywhere: bool,
) -> pd.DataFrame:
    """Idle teams too, where every unit is looked at; elsewhere nobody can tell they are idle."""
    if not everywhere:
        teams = teams[teams["team"].isin(links["team"]) | teams["team"].isin(visits["team"])]
    teams = teams.assign(
        units=_counted(teams["team"], links.groupby("team")["unit"].nunique()),
        people=_counted(teams["team"], members.groupby("team")["person"].nunique()),
        visits=_counted(teams["team"], visits.groupby("team")["visit"].nunique()),
    )
    return teams.assign(alone=teams["people"] == 1).reset_index(drop=True)


def _of_units(rows: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["unit"].isin(units["unit"])]


def _counted(keys: pd.Series, counts: pd.Series) -> pd.Series:
    """How many there are for each key. We hold every link and visit, so none is truly zero."""
    return keys.map(counts).fillna(0).astype(int)


def _days(dates: pd.Series) -> pd.Series:
    """Days as timestamps of one resolution, whatever the database or an empty frame made them."""
    return pd.to_datetime(dates).astype("datetime64[s]")
