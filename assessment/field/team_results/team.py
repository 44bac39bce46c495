"""One team: who is in it, where it goes, what it found, and what has become of that.

A team is shown to whoever sees a unit it is or was linked to, and then only what it does there.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import pandas as pd

from assessment.errors import NotAllowed
from assessment.field.visits.diary import FoundThere
from assessment.kernel import clock
from assessment.kernel.actors import Actor
from assessment.rectification.findings import finding_workflow
from assessment.scores.basis.basis import DataSource
from assessment.scores.basis.scores import scores
from assessment.store.database import Store
from assessment.survey.periods.periods_table import PeriodRow
from assessment.units import directory, scopes

READ: Final = "coverage.read"


@dataclass(frozen=True, slots=True)
class TeamListed:
    team: str
    name: str
    kind: str
    sending_body: str
    sending_level: str
    batch: str
    units: list[str]
    """Those it is or was linked to, as far as the asker sees them."""


@dataclass(frozen=True, slots=True)
class Member:
    person: str
    name: str
    body: str
    is_leader: bool
    starts: date
    ends: date | None

    def is_in(self, day: date) -> bool:
        return self.starts <= day and (self.ends is None or self.ends >= day)


@dataclass(frozen=True, slots=True)
class Link:
    unit: str
    kind: str
    starts: date
    ends: date | None

    def holds(self, day: date) -> bool:
        return self.starts <= day and (self.ends is None or self.ends >= day)


@dataclass(frozen=True, slots=True)
class TeamSeen:
    team: TeamListed
    day: date
    members: tuple[Member, ...]
    links: tuple[Link, ...]
    units: Mapping[str, scopes.Unit]
    findings: tuple[FoundThere, ...]
    """All it found in units the asker sees, newest first."""

    visits: int
    days: int
    """Days on which somebody of the team was there, each once."""

    last: date | None
    """The last day anybody of the team was there."""

    @property
    def outcome(self) -> Mapping[str, int]:
        """How many findings are `waiting` to be confirmed, `rectifying`, `put_right` or
        `set_aside`; all of them together are all it found."""
        counts = Counter(_outcome(each.stage) for each in self.findings)
        return {name: counts[name] for name in OUTCOMES}


OUTCOMES = ("waiting", "rectifying", "put_right", "set_aside")


def _outcome(stage: str) -> str:
    if stage in finding_workflow.UNCONFIRMED:
        return "waiting"
    if stage in {"unfounded", "merged", "voided"}:
        return "set_aside"
    return "put_right" if stage in finding_workflow.CLOSED else "rectifying"


@dataclass(frozen=True, slots=True)
class _Stay:
    unit: str
    starts: date
    ends: date


def listed(store: Store, actor: Actor) -> list[TeamListed]:
    """The teams that are or were linked to a unit the asker sees, and their own. Whoever sees every
    unit is shown those that were never linked too."""
    actor.must_somewhere(READ)
    found = []
    for row in store.ask("team_listed", TeamListed):
        units = actor.seen(row.units)
        if units or actor.units is None or row.team in actor.teams:
            found.append(replace(row, units=sorted(units)))
    return found


def of(store: Store, actor: Actor, team: str, day: date | None = None) -> TeamSeen:
    """One team on a day (today). Of one the asker may not see and of none the same
    `NotAllowed`."""
    actor.must_somewhere(READ)
    day = day or clock.today()
    for row in listed(store, actor):
        if row.team == team:
            return _seen(store, actor, row, day)
    raise NotAllowed(actor=actor.name, verb=READ, subject=team)


def scored(source: DataSource, actor: Actor, team_view: TeamSeen) -> pd.DataFrame:
    """The published totals of a team's units, oldest first. Grain period × unit it is or was linked
    to: `period unit total`; of the periods that went on when it first was linked to any, or began
    since. Null is a gap."""
    actor.must_somewhere("score.read")
    reader = replace(actor, live=False)
    units = list(dict.fromkeys(link.unit for link in team_view.links))
    first = min((link.starts for link in team_view.links), default=None)
    ends = {row.period: row.ends for row in source.live_store.ask("period", PeriodRow)}
    parts = [pd.DataFrame({"period": [], "unit": [], "total": []})]
    for offered in reversed(directory.periods(source.live_store, reader)):
        if first is None or ends[offered.period] < first or not offered.published:
            continue
        totals = scores(source, reader, offered.period).totals.set_index("unit")["total"]
        # Of one that is not scored there is a row, and nothing known in it.
        parts.append(totals.reindex(units).reset_index().assign(period=offered.period))
    return pd.concat(parts[1:] or parts, ignore_index=True)[["period", "unit", "total"]]


def _seen(store: Store, actor: Actor, row: TeamListed, day: date) -> TeamSeen:
    here = {each.unit: each for each in scopes.units(store, actor)}
    stays = store.ask("team_stay", _Stay, team=row.team, units=sorted(here), day=day)
    days = {
        stay.starts.fromordinal(number)
        for stay in stays
        for number in range(stay.starts.toordinal(), stay.ends.toordinal() + 1)
    }
    return TeamSeen(
        team=row,
        day=day,
        members=tuple(store.ask("team_people", Member, team=row.team, day=day)),
        links=tuple(
            link
            for link in store.ask("team_link", Link, team=row.team, day=day)
            if link.unit in here
        ),
        units=here,
        findings=tuple(
            store.ask("diary_finding", FoundThere, team=row.team, visits=None, units=sorted(here))
        ),
        visits=len(stays),
        days=len(days),
        last=max(days, default=None),
    )
