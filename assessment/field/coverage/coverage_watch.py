"""What is asked of liaison teams, and where it is not met: days at the base, visits, loads.

The rules are the framework's `liaison`, those in force in the year of the day looked at; without
them nothing is pointed out. No score hangs on any of it. Days are counted from 1 January. Diaries
do not name who came, so a team's day counts for everybody who was in it then: an upper bound.
"""

import pickle
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import floor
from typing import Any

import numpy as np
import pandas as pd

from assessment.field.coverage.coverage import Coverage
from assessment.framework.model import LiaisonRules
from assessment.framework.period import Period
from assessment.kernel.actors import Actor
from assessment.scores.basis.basis import DataSource
from assessment.scores.basis.scores import scores
from assessment.store.database import Store
from assessment.store.memo import Identity, Memo
from assessment.units import directory, scopes

MONTHS = 36
"""Of the timeline: three years show a round of postings from beginning to end."""

KEPT = 32
"""Timelines kept for each store: of a day, by who sees the same and by scope."""

_timelines: Memo[pd.DataFrame] = Memo(KEPT)

LATELY = 90
"""Days within which a visit counts as recent on the timeline, where no rule says another number."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The rules as they are in one year."""

    days_at_base: dict[str, int]
    """Days a year by the level that sends a team; a level that is not in it owes none."""

    unvisited_days: int
    low_score: float
    few_visits: int
    most_units: int
    most_units_per_person: float

    @classmethod
    def on(cls, rules: LiaisonRules, day: date) -> "Limits":
        year = str(day.year)
        days = {
            level: asked.at(year)
            for level in ("national", "province", "prefecture")
            if (asked := getattr(rules.days_at_base, level)) is not None
        }
        return cls(
            days,
            rules.unvisited_days.at(year),
            rules.low_score.at(year),
            rules.few_visits.at(year),
            rules.most_units.at(year),
            rules.most_units_per_person.at(year),
        )


@dataclass(frozen=True, slots=True)
class Watched:
    """Where the rules are not met on a day, among the units and teams of a `Coverage`."""

    limits: Limits
    compared: bool
    """Whether days are held against the rule. They are not for somebody who does not see every
    unit, and so not every day."""

    visits_due: int
    """Visits a low-scoring unit should have had since the year began."""

    people: pd.DataFrame
    """Grain person who was in one of the teams this year, those furthest behind first: `person
    name body`, `teams` (codes) and `team_names`, `days` at the base this year, `due` by the day
    and `due_year`, and `behind`; the last three null where not `compared`, `due` also where no rule
    is for them. Where `compared`, a person's teams and days elsewhere are among theirs."""

    teams: pd.DataFrame
    """Grain team, as in `Coverage.teams`, with `days` it was at the base this year, `due` by the
    day for somebody in it since the year began or the team did, and `over` (`units`, `people`,
    `nobody` or null): what makes it overloaded."""

    unvisited: pd.DataFrame
    """The units of `Coverage.units` nobody came to for longer than the rule says, or ever."""

    seldom: pd.DataFrame | None
    """Units with a `score` under the limit and fewer visits than due, as `visits_this_year`; None
    where no scores can be read."""

    scored: str | None
    """The period of these scores: the one looked at, or else the newest before it that has any."""

    @property
    def overloaded(self) -> pd.DataFrame:
        return self.teams[self.teams["over"].notna()]


_watched: Memo[Watched] = Memo(KEPT)


def watched(source: DataSource, actor: Actor, coverage: Coverage, rules: LiaisonRules) -> Watched:
    """What the rules say of a coverage. Scores are the newest as the actor reads them."""
    actor.must_somewhere("coverage.read")
    key = actor.sight, Identity(source.live_framework), Identity(rules), pickle.dumps(coverage)
    kept = _watched.get(
        source.live_store, key, lambda: _held_against(source, actor, coverage, rules)
    )
    return replace(
        kept,
        people=kept.people.copy(deep=False),
        teams=kept.teams.copy(deep=False),
        unvisited=kept.unvisited.copy(deep=False),
        seldom=None if kept.seldom is None else kept.seldom.copy(deep=False),
    )


def _held_against(
    source: DataSource, actor: Actor, coverage: Coverage, rules: LiaisonRules
) -> Watched:
    limits = Limits.on(rules, coverage.day)
    since, last = date(coverage.day.year, 1, 1), date(coverage.day.year, 12, 31)
    compared = actor.units is None
    days = source.live_store.frame("coverage_day", since=since, day=coverage.day)
    days = days[days["unit"].isin(actor.seen(days["unit"].unique()))]
    here = set(coverage.teams["team"])
    members = source.live_store.ask("coverage_membership", _Member, since=since, day=coverage.day)
    seen = [member for member in members if member.team in here]
    if compared:
        # Who is in a team elsewhere besides was there for as many days, and owes as many.
        who = {member.person for member in seen}
        seen = [member for member in members if member.person in who]
    people = _people(seen, days, limits, coverage.day, compared=compared)
    due = floor(limits.few_visits * ((coverage.day - since).days + 1) / ((last - since).days + 1))
    scored, totals = _newest_totals(source, actor, coverage.period)
    return Watched(
        limits,
        compared,
        due,
        people,
        _teams(coverage.teams, people, days, limits),
        coverage.units[~(coverage.units["days_since"] <= limits.unvisited_days).fillna(False)],
        _seldom(source, coverage, totals, (limits.low_score, due)) if scored else None,
        scored,
    )


@dataclass(frozen=True, slots=True)
class _Member:
    """A row of the question `coverage_membership`."""

    team: str
    team_name: str
    sending_level: str
    person: str
    name: str
    body: str
    starts: date
    ends: date
    still: bool


def _people(
    members: Iterable[_Member], days: pd.DataFrame, limits: Limits, day: date, *, compared: bool
) -> pd.DataFrame:
    """Each person once, however many teams they are in; who is furthest behind first."""
    since = date(day.year, 1, 1)
    rows = [(_day(value) - since).days for value in days["day"]]
    present: dict[str, list[int]] = {}
    for team, place in zip(days["team"], rows, strict=True):
        present.setdefault(team, []).append(place)
    held: dict[str, list[_Member]] = {}
    for member in members:
        held.setdefault(member.person, []).append(member)
    frame = pd.DataFrame(
        [_person(each, present, limits, day, compared=compared) for each in held.values()],
        columns=["person", "name", "body", "teams", "team_names", "days", "due", "due_year"],
    )
    frame[["due", "due_year"]] = frame[["due", "due_year"]].astype("Int64")
    frame["behind"] = (frame["days"] < frame["due"]).astype("boolean")
    order = (frame["due"] - frame["days"]).fillna(-1).sort_values(ascending=False, kind="stable")
    return frame.loc[order.index].reset_index(drop=True)


def _person(
    members: Sequence[_Member],
    present: Mapping[str, Sequence[int]],
    limits: Limits,
    day: date,
    *,
    compared: bool,
) -> tuple[object, ...]:
    """One person's days, each once, and what they owe: of two rules on one day the stricter."""
    since, last = date(day.year, 1, 1), date(day.year, 12, 31)
    whole = (last - since).days + 1
    there, rate = np.zeros(whole, dtype=bool), np.zeros(whole)
    for member in members:
        begins, ends = (member.starts - since).days, (member.ends - since).days
        there[[at for at in present.get(member.team, ()) if begins <= at <= ends]] = True
        upto = whole if member.still else ends + 1
        daily = limits.days_at_base.get(member.sending_level, 0) / whole
        rate[begins:upto] = np.maximum(rate[begins:upto], daily)
    asked = compared and any(each.sending_level in limits.days_at_base for each in members)
    return (
        members[0].person,
        members[0].name,
        members[0].body,
        tuple({each.team: each.team_name for each in members}),
        tuple({each.team: each.team_name for each in members}.values()),
        int(there.sum()),
        floor(rate[: (day - since).days + 1].sum() + 1e-9) if asked else None,
        floor(rate.sum() + 1e-9) if asked else None,
    )


def _teams(
    teams: pd.DataFrame, people: pd.DataFrame, days: pd.DataFrame, limits: Limits
) -> pd.DataFrame:
    counted = days.groupby("team")["day"].nunique()
    due = people.explode("teams").groupby("teams")["due"].max()
    return teams.assign(
        days=teams["team"].map(counted).fillna(0).astype(int),
        due=teams["team"].map(due).astype("Int64"),
        over=pd.Series(
            [
                _over(units, members, limits)
                for units, members in zip(teams["units"], teams["people"], strict=True)
            ],
            index=teams.index,
            dtype="str",
        ),
    )


def _over(units: int, people: int, limits: Limits) -> str | None:
    """What is too much of it, first of all that nobody is there to do it."""
    if units and not people:
        return "nobody"
    if units > limits.most_units:
        return "units"
    if people and units / people > limits.most_units_per_person:
        return "people"
    return None


def _newest_totals(
    source: DataSource, actor: Actor, period: str
) -> tuple[str | None, pd.DataFrame]:
    """The totals of a period, or of the newest before it in which any unit has one."""
    begins = Period.of(period).start
    for each in directory.periods(source.live_store, actor):
        if Period.of(each.period).start <= begins:
            totals = scores(source, actor, each.period).totals
            if totals["total"].notna().any():
                return each.period, totals
    return None, pd.DataFrame()


def _seldom(
    source: DataSource, coverage: Coverage, totals: pd.DataFrame, limits: tuple[float, int]
) -> pd.DataFrame:
    low_score, due = limits
    since = date(coverage.day.year, 1, 1)
    visits = source.live_store.frame("coverage_visit", day=coverage.day)
    visits = visits[pd.to_datetime(visits["ends"]) >= pd.Timestamp(since)]
    counted = visits.groupby("unit")["visit"].nunique()
    known = totals[["unit", "total"]].rename(columns={"total": "score"})
    units = coverage.units.merge(known, on="unit", how="left")
    units["visits_this_year"] = units["unit"].map(counted).fillna(0).astype(int)
    few = (units["score"] < low_score) & (units["visits_this_year"] < due)
    return units[few].sort_values(["visits_this_year", "score"]).reset_index(drop=True)


def timeline(
    store: Store,
    actor: Actor,
    day: date,
    scope: str = scopes.PROVINCE,
    *,
    lately: int = LATELY,
) -> pd.DataFrame:
    """How many units were covered and visited, month by month. Grain month, from the first link on
    or the last `MONTHS`: `day` (its last, or the day asked for), units `covered` then, units
    `visited` in the `lately` days before, and `total`."""
    actor.must_somewhere("coverage.read")
    key = actor.sight, day, scope, lately
    months = _timelines.get(store, key, lambda: _timeline(store, actor, day, scope, lately))
    return months.copy(deep=False)


def _timeline(store: Store, actor: Actor, day: date, scope: str, lately: int) -> pd.DataFrame:
    units = set(scopes.described(store, actor, scope)["unit"])
    links = store.frame("assignment")
    links = links[links["unit"].isin(units)]
    visits = store.frame("coverage_visit", day=day)
    visits = visits[visits["unit"].isin(units)]
    begun = [_day(value) for value in links["starts"] if _day(value) <= day]
    rows = [
        {
            "day": end,
            "covered": _units_between(links, end, end),
            "visited": _units_between(visits, end - timedelta(days=lately), end),
            "total": len(units),
        }
        for end in (_months(min(begun), day) if begun else ())
    ]
    return pd.DataFrame(rows, columns=["day", "covered", "visited", "total"])


def _units_between(spans: pd.DataFrame, first: date, last: date) -> int:
    """Units with a span that holds on any day from the first to the last."""
    starts, ends = pd.to_datetime(spans["starts"]), pd.to_datetime(spans["ends"])
    holds = (starts <= pd.Timestamp(last)) & (ends.isna() | (ends >= pd.Timestamp(first)))
    return int(spans.loc[holds, "unit"].nunique())


def _months(first: date, day: date) -> Iterable[date]:
    """Month ends from a day on, `MONTHS` at most, and the day itself last.

    >>> [each.isoformat() for each in _months(date(2024, 1, 8), date(2024, 3, 5))]
    ['2024-01-31', '2024-02-29', '2024-03-05']
    """
    ends = [day]
    end = day.replace(day=1) - timedelta(days=1)
    while end >= first and len(ends) <= MONTHS:
        ends.append(end)
        end = end.replace(day=1) - timedelta(days=1)
    return reversed(ends)


def _day(value: Any) -> date:
    """A day, whatever the database made of it."""
    return pd.Timestamp(value).date()
