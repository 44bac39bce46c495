"""The rules of liaison, watched as of a day: what is amiss, and where.

They are watched and not enforced: a link has to end on some day and the next begin, and who waits
for a second member must still be on record. What is amiss is a list for people to work off.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from assessment.field.teams.register import reading
from assessment.field.teams.register.reading import MANAGE, Register
from assessment.field.teams.teams_table import Assignment
from assessment.kernel.actors import Actor
from assessment.store.database import Store
from assessment.units import scopes

LEAST_MEMBERS = 2

Rule = Literal["uncovered", "too_few", "no_leader", "two_places", "home"]
"""In the order they are shown in.

uncovered    a unit that nobody is linked to
too_few      a team with a link and fewer than two members
no_leader    a team with a link and members, but nobody who leads it
two_places   a person in two teams that are to stay in different units at the same time
home         a person whose team is linked to the unit they come from
"""

RULES: tuple[Rule, ...] = get_args(Rule)


@dataclass(frozen=True, slots=True)
class Breach:
    """One thing amiss, and everyone and everything it is about."""

    rule: Rule
    units: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    person: str | None = None
    count: int = 0
    """Of members, where there are too few."""


def watched(store: Store, actor: Actor, day: date) -> list[Breach]:
    """What is amiss on a day, as far as the actor may see."""
    actor.must_somewhere(MANAGE)
    units = [unit.unit for unit in scopes.units(store, actor)]
    return breaches(reading.of(store, actor), units, day)


def breaches(register: Register, units: Sequence[str], day: date) -> list[Breach]:
    """What is amiss in a register: one that stands, or one that would come of an import."""
    links = reading.on(register.links, day)
    members = reading.on(register.members, day)
    by_team: dict[str, list[Assignment]] = defaultdict(list)
    for link in links:
        by_team[link.team].append(link)
    found = list(_uncovered(links, units))
    for team, own in sorted(by_team.items()):
        here = [member for member in members if member.team == team]
        places = _units(own)
        people = {member.person for member in here}
        if len(people) < LEAST_MEMBERS:
            found.append(Breach("too_few", places, (team,), count=len(people)))
        if here and not any(member.is_leader for member in here):
            found.append(Breach("no_leader", places, (team,)))
    posted: dict[str, set[str]] = defaultdict(set)
    for member in members:
        posted[member.person].add(member.team)
    homes = {person.person: person.home for person in register.people}
    for person, codes in sorted(posted.items()):
        found += _of_person(person, homes.get(person), codes, by_team)
    return sorted(found, key=lambda breach: RULES.index(breach.rule))


def homes_untold(register: Register, day: date) -> dict[str, tuple[str, ...]]:
    """The members of linked teams that nobody knows the home of, with those teams: of them the
    rule says nothing."""
    linked = {link.team for link in reading.on(register.links, day)}
    unknown = {row.person for row in register.people if row.home is None}
    teams: dict[str, list[str]] = defaultdict(list)
    for row in reading.on(register.members, day):
        if row.team in linked and row.person in unknown:
            teams[row.person].append(row.team)
    return {person: tuple(sorted(set(codes))) for person, codes in sorted(teams.items())}


def _uncovered(links: Sequence[Assignment], units: Sequence[str]) -> Iterator[Breach]:
    covered = {link.unit for link in links}
    for unit in units:
        if unit not in covered:
            yield Breach("uncovered", (unit,))


def _of_person(
    person: str, home: str | None, teams: Collection[str], links: dict[str, list[Assignment]]
) -> Iterator[Breach]:
    staying = {
        team: units
        for team in sorted(teams)
        if (units := {link.unit for link in links.get(team, ()) if link.kind == "stay_in"})
    }
    # Two teams in one unit are in one place; what one team shares out is for the team to say.
    places = set().union(*staying.values())
    if len(staying) > 1 and len(places) > 1:
        yield Breach("two_places", tuple(sorted(places)), tuple(staying), person)
    for team in sorted(teams):
        if home is not None and any(link.unit == home for link in links.get(team, ())):
            yield Breach("home", (home,), (team,), person)


def _units(links: Sequence[Assignment]) -> tuple[str, ...]:
    return tuple(sorted({link.unit for link in links}))
