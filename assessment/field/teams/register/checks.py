"""What teams, people and links must agree with before any of them is recorded.

A check takes what is given and yields a problem for each breach; it never stops at the first.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import get_args

from assessment.errors import Place, Problem
from assessment.field.teams.teams_table import Assignment, Person, Team, TeamMember
from assessment.kernel import codes, row_checks
from assessment.kernel.row_checks import Spans
from assessment.store.database import Store
from assessment.units.units_table import Unit

_TEAM = {"kind": get_args(codes.TeamKind), "sending_level": get_args(codes.SendingLevel)}
_LINK = {"kind": get_args(codes.AssignmentKind)}


@dataclass(frozen=True, slots=True)
class LoggedVisit:
    """A visit that was logged, as far as a link is concerned."""

    visit: int
    team: str
    unit: str
    starts: date
    ends: date


@dataclass(frozen=True, slots=True)
class Known:
    """The codes and numbers there are, to check others against."""

    units: frozenset[str]
    teams: frozenset[str]
    people: frozenset[str]
    assignments: tuple[Assignment, ...]
    store: Store

    @property
    def visits(self) -> Mapping[int | None, LoggedVisit]:
        """Read when asked for: there are thousands, and few checks look at them."""
        return {row.visit: row for row in self.store.ask("logged_visit", LoggedVisit)}

    @classmethod
    def of(cls, store: Store) -> "Known":
        return cls(
            units=frozenset(row.unit for row in store.ask("unit", Unit)),
            teams=frozenset(store.frame("team_code")["team"]),
            people=frozenset(store.frame("person_code")["person"]),
            assignments=tuple(store.ask("assignment", Assignment)),
            store=store,
        )


Registered = Team | Person | TeamMember | Assignment


@dataclass(frozen=True, slots=True)
class _Recorded:
    """A row of the question `register_since`: what something was recorded of."""

    what: str
    code: str
    person: str | None = None
    starts: date | None = None


@dataclass(frozen=True, slots=True)
class Since:
    """What was recorded in the register after an entry: the last that somebody has seen."""

    recorded: frozenset[_Recorded]

    @classmethod
    def entry(cls, store: Store, revision: int | None) -> "Since":
        """Nothing where nobody looked before (None)."""
        if revision is None:
            return cls(frozenset())
        return cls(frozenset(store.ask("register_since", _Recorded, entry=revision)))

    def overtaken(self, things: Iterable[Registered]) -> Iterator[Problem]:
        for thing in things:
            named = _named(thing)
            if named in self.recorded:
                yield Problem("team.overtaken", Place("teams", path=named.code))


def _named(thing: Registered) -> _Recorded:
    """What the register knows it by."""
    match thing:
        case Team():
            return _Recorded("team", thing.team)
        case Person():
            return _Recorded("person", thing.person)
        case TeamMember():
            return _Recorded("member", thing.team, thing.person, thing.starts)
        case Assignment():
            return _Recorded("link", str(thing.assignment))


def of_teams(
    known: Known, teams: Sequence[Team], people: Sequence[Person], members: Sequence[TeamMember]
) -> Iterator[Problem]:
    yield from row_checks.words("teams", teams, ("team", "name", "sending_body", "batch"), _TEAM)
    yield from row_checks.words("people", people, ("person", "name", "body"))
    yield from row_checks.told_twice("teams", [team.team for team in teams])
    yield from row_checks.told_twice("people", [person.person for person in people])
    yield from row_checks.ends("members", members)
    yield from row_checks.codes("people", "home", [row.home for row in people], known.units)
    all_teams = known.teams | {team.team for team in teams}
    all_people = known.people | {person.person for person in people}
    yield from row_checks.codes("members", "team", [row.team for row in members], all_teams)
    yield from row_checks.codes("members", "person", [row.person for row in members], all_people)


def of_assignments(known: Known, rows: Sequence[Assignment]) -> Iterator[Problem]:
    yield from row_checks.words("assignments", rows, choices=_LINK)
    yield from row_checks.ends("assignments", rows)
    yield from row_checks.codes("assignments", "team", [row.team for row in rows], known.teams)
    yield from row_checks.codes("assignments", "unit", [row.unit for row in rows], known.units)
    given = {row.assignment for row in rows if row.assignment is not None}
    others = [link for link in known.assignments if link.assignment not in given]
    for place, row in row_checks.numbered("assignments", rows):
        twice = next((link for link in others if _at_once(link, row)), None)
        if twice and (row.ends is None or row.ends >= row.starts):
            facts = {"team": row.team, "unit": row.unit, "starts": twice.starts}
            yield Problem("field_work.linked_already", place, facts)
        others.append(row)


def of_visits_left(known: Known, changed: Sequence[Assignment]) -> Iterator[Problem]:
    """Visits that would lose the link they were made under, when these links end or never were."""
    numbers = {row.assignment for row in changed}
    left = [link for link in known.assignments if link.assignment not in numbers]
    left += [row for row in changed if not row.withdrawn]
    visits = known.visits.values()
    for place, row in row_checks.numbered("assignments", changed):
        before, after = (
            [link for link in links if (link.team, link.unit) == (row.team, row.unit)]
            for links in (known.assignments, left)
        )
        for visit in visits:
            there = (visit.team, visit.unit) == (row.team, row.unit)
            days = (visit.starts, visit.ends)
            if there and covered(before, *days) and not covered(after, *days):
                facts = {"team": row.team, "unit": row.unit, "ends": visit.ends}
                yield Problem("field_work.visit_without_link", place, facts)


def _at_once(one: Assignment, other: Assignment) -> bool:
    """Whether two links say the same of the same days."""
    same = (one.team, one.unit, one.kind) == (other.team, other.unit, other.kind)
    return same and overlap(one, other)


def overlap(one: Spans, other: Spans) -> bool:
    """Whether two spans have a day in common."""
    first, last = sorted((one, other), key=lambda span: span.starts)
    return first.ends is None or first.ends >= last.starts


def covered(links: Sequence[Assignment], starts: date, ends: date) -> bool:
    """Whether every day of a visit is a day of some link: one may follow upon another."""
    due = starts
    for link in sorted(links, key=lambda link: link.starts):
        if link.starts <= due:
            if link.ends is None or link.ends >= ends:
                return True
            due = max(due, link.ends + timedelta(days=1))
    return False
