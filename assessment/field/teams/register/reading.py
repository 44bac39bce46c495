"""The register of teams as it stands: every team, who is in it from when, and where it is linked.

Somebody who may not see every unit is shown the links of theirs, the teams that have or had one,
and who is in those.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final, TypeVar

from assessment.field.teams.teams_table import Assignment, Person, Team, TeamMember
from assessment.kernel.actors import Actor
from assessment.kernel.row_checks import Spans
from assessment.store.database import Store

__all__ = ["MANAGE", "Assignment", "HistoryRow", "Person", "Register", "Team", "TeamMember"]

MANAGE: Final = "team.manage"


Spanning = TypeVar("Spanning", bound=Spans)


@dataclass(frozen=True, slots=True)
class Register:
    teams: tuple[Team, ...]
    people: tuple[Person, ...]
    members: tuple[TeamMember, ...]
    links: tuple[Assignment, ...]
    upto: int = 0
    """The last entry there was when it was read: who acts on what they see here gives it back, and
    is refused where their matter has been recorded anew since."""

    @property
    def team_names(self) -> dict[str, str]:
        return {team.team: team.name for team in self.teams}

    @property
    def person_names(self) -> dict[str, str]:
        return {person.person: person.name for person in self.people}

    def people_of(self, team: str) -> list[tuple[TeamMember, Person]]:
        """Everyone who is or was in a team; who leads it first, then by the day they came."""
        known = {person.person: person for person in self.people}
        mine = [member for member in self.members if member.team == team]
        mine.sort(key=lambda m: (m.ends is not None, not m.is_leader, m.starts, m.person))
        return [(member, known[member.person]) for member in mine]

    def links_of(self, *, team: str | None = None, unit: str | None = None) -> list[Assignment]:
        """The newest first."""
        links = [
            link
            for link in self.links
            if (team is None or link.team == team) and (unit is None or link.unit == unit)
        ]
        return sorted(links, key=lambda link: (link.starts, link.assignment or 0), reverse=True)


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One thing recorded of a link: it began, ended, was handed over or withdrawn."""

    assignment: int
    team: str
    team_name: str
    kind: str
    starts: date
    ends: date | None
    succeeds: int | None
    note: str | None
    withdrawn: bool
    recorded_by: str
    recorded_at: datetime


def of(store: Store, actor: Actor) -> Register:
    """The register, as far as the actor may see."""
    actor.must_somewhere(MANAGE)
    register = Register(
        tuple(store.ask("register_team", Team)),
        tuple(store.ask("register_person", Person)),
        tuple(store.ask("register_member", TeamMember)),
        tuple(store.ask("assignment", Assignment)),
        int(store.frame("register_upto")["upto"].iloc[0]),
    )
    return register if actor.units is None else _within(register, actor)


def history(store: Store, actor: Actor, unit: str) -> list[HistoryRow]:
    """Everything that was recorded of a unit's links, the newest first."""
    actor.must(MANAGE, unit)
    return store.ask("link_history", HistoryRow, unit=unit)


def holds(row: Spans, day: date) -> bool:
    return row.starts <= day and (row.ends is None or row.ends >= day)


def on(rows: Iterable[Spanning], day: date) -> list[Spanning]:
    """Those that hold on a day."""
    return [row for row in rows if holds(row, day)]


def _within(register: Register, actor: Actor) -> Register:
    links = tuple(link for link in register.links if actor.sees(link.unit))
    codes = {link.team for link in links}
    members = tuple(member for member in register.members if member.team in codes)
    there = {member.person for member in members}
    return Register(
        tuple(team for team in register.teams if team.team in codes),
        tuple(_seen(person, actor) for person in register.people if person.person in there),
        members,
        links,
        register.upto,
    )


def _seen(person: Person, actor: Actor) -> Person:
    """Where somebody comes from is told to who may see that unit."""
    known = person.home is None or actor.sees(person.home)
    return person if known else replace(person, home=None)
