"""What field work must agree with before any of it is recorded.

A check takes what is given and yields a problem for each breach; it never stops at the first. The
place of a problem is the number of the row in what was given, counted from 1.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol, get_args

from assessment.errors import Place, Problem
from assessment.framework.model import Framework
from assessment.kernel import codes
from assessment.store.database import Store
from assessment.store.field_work import Finding, Visit
from assessment.store.honours import Honour, VetoDeclaration
from assessment.store.periods import PeriodRow
from assessment.store.teams import Assignment, Person, Team, TeamMember
from assessment.store.units import Unit

CHOICES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "teams": {
        "kind": get_args(codes.TeamKind),
        "sending_level": get_args(codes.SendingLevel),
    },
    "assignments": {"kind": get_args(codes.AssignmentKind)},
    "visits": {"kind": get_args(codes.VisitKind)},
    "findings": {"severity": get_args(codes.Severity), "state": get_args(codes.FindingState)},
}
"""Words a column may hold."""

REQUIRED: Mapping[str, tuple[str, ...]] = {
    "teams": ("team", "name", "sending_body", "batch"),
    "people": ("person", "name", "body"),
    "findings": ("description",),
    "honours": ("achievement",),
    "vetoes": ("reason",),
}
"""Texts that may not be blank."""


class Spans(Protocol):
    """Anything from a day to a day, both inclusive, or still going on."""

    @property
    def starts(self) -> date: ...

    @property
    def ends(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class Known:
    """The codes and numbers there are, to check others against."""

    units: frozenset[str]
    periods: Mapping[str, PeriodRow]
    teams: frozenset[str]
    people: frozenset[str]
    assignments: tuple[Assignment, ...]
    vetoes: tuple[VetoDeclaration, ...]
    _store: Store

    @property
    def visits(self) -> Mapping[int | None, Visit]:
        """Read when asked for: there are thousands, and few checks look at them."""
        return {row.visit: row for row in self._store.ask("visit", Visit)}

    @classmethod
    def of(cls, store: Store) -> "Known":
        return cls(
            units=frozenset(row.unit for row in store.ask("unit", Unit)),
            periods={row.period: row for row in store.ask("period", PeriodRow)},
            teams=frozenset(store.frame("team_code")["team"]),
            people=frozenset(store.frame("person_code")["person"]),
            assignments=tuple(store.ask("assignment", Assignment)),
            vetoes=tuple(store.ask("veto_declaration", VetoDeclaration)),
            _store=store,
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
    def entry(cls, store: Store, seen: int | None) -> "Since":
        """Nothing where nobody looked before (None)."""
        if seen is None:
            return cls(frozenset())
        return cls(frozenset(store.ask("register_since", _Recorded, entry=seen)))

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
    yield from _words("teams", teams)
    yield from _words("people", people)
    yield from _told_twice("teams", [team.team for team in teams])
    yield from _told_twice("people", [person.person for person in people])
    yield from _ends("members", members)
    yield from _codes("people", "home", [row.home for row in people], known.units)
    all_teams = known.teams | {team.team for team in teams}
    all_people = known.people | {person.person for person in people}
    yield from _codes("members", "team", [row.team for row in members], all_teams)
    yield from _codes("members", "person", [row.person for row in members], all_people)


def of_assignments(known: Known, rows: Sequence[Assignment]) -> Iterator[Problem]:
    yield from _words("assignments", rows)
    yield from _ends("assignments", rows)
    yield from _codes("assignments", "team", [row.team for row in rows], known.teams)
    yield from _codes("assignments", "unit", [row.unit for row in rows], known.units)
    given = {row.assignment for row in rows if row.assignment is not None}
    others = [link for link in known.assignments if link.assignment not in given]
    for place, row in _numbered("assignments", rows):
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
    for place, row in _numbered("assignments", changed):
        before, after = (
            [link for link in links if (link.team, link.unit) == (row.team, row.unit)]
            for links in (known.assignments, left)
        )
        for visit in visits:
            there = (visit.team, visit.unit) == (row.team, row.unit)
            if there and _covered(before, visit) and not _covered(after, visit):
                facts = {"team": row.team, "unit": row.unit, "ends": visit.ends}
                yield Problem("field_work.visit_without_link", place, facts)


def of_visits(known: Known, rows: Sequence[Visit]) -> Iterator[Problem]:
    yield from _words("visits", rows)
    yield from _ends("visits", rows)
    yield from _codes("visits", "team", [row.team for row in rows], known.teams)
    yield from _codes("visits", "unit", [row.unit for row in rows], known.units)
    links: dict[tuple[str, str], list[Assignment]] = {}
    for link in known.assignments:
        links.setdefault((link.team, link.unit), []).append(link)
    for place, row in _numbered("visits", rows):
        there = row.team in known.teams and row.unit in known.units and row.starts <= row.ends
        if there and not _covered(links.get((row.team, row.unit), ()), row):
            facts = {"team": row.team, "unit": row.unit, "starts": row.starts, "ends": row.ends}
            yield Problem("field_work.not_assigned", place, facts)


def of_findings(known: Known, framework: Framework, rows: Sequence[Finding]) -> Iterator[Problem]:
    yield from _words("findings", rows)
    yield from _codes("findings", "unit", [row.unit for row in rows], known.units)
    yield from _codes("findings", "period", [row.period for row in rows], known.periods)
    yield from _codes("findings", "team", [row.team for row in rows], known.teams)
    strengths = {
        **{code: problem.strength for code, problem in framework.problem_by_code.items()},
        **{indicator.code: strength.code for strength, indicator in framework.indicators()},
    }
    by_code = framework.strength_by_code
    yield from _codes("findings", "strength", [row.strength for row in rows], by_code)
    problems = framework.problem_by_code
    yield from _codes("findings", "problem", [row.problem for row in rows], problems)
    indicators = framework.indicator_by_code
    yield from _codes("findings", "indicator", [row.indicator for row in rows], indicators)
    visits = known.visits if any(row.visit is not None for row in rows) else {}
    for place, row in _numbered("findings", rows):
        for code in (row.problem, row.indicator):
            if row.strength in by_code and strengths.get(code or "", row.strength) != row.strength:
                facts = {"code": code, "strength": row.strength, "right": strengths[str(code)]}
                yield Problem("field_work.other_strength", place, facts)
        visit = visits.get(row.visit)
        if row.visit is not None and (
            visit is None or (visit.unit, visit.team) != (row.unit, row.team)
        ):
            facts = {"visit": row.visit, "team": row.team or "", "unit": row.unit}
            yield Problem("field_work.no_such_visit", place, facts)


def of_honours(known: Known, framework: Framework, rows: Sequence[Honour]) -> Iterator[Problem]:
    items = {item.code: item for item in framework.bonus.items} if framework.bonus else {}
    yield from _words("honours", rows)
    yield from _codes("honours", "unit", [row.unit for row in rows], known.units)
    yield from _codes("honours", "period", [row.period for row in rows], known.periods)
    yield from _codes("honours", "item", [row.item for row in rows], items)
    for place, row in _numbered("honours", rows):
        if row.item in items and row.level not in items[row.item].points:
            yield _bad_choice(place, "level", row.level, items[row.item].points)
        period = known.periods.get(row.period)
        if period and row.awarded_on and not period.starts <= row.awarded_on <= period.ends:
            facts = {"day": row.awarded_on, "period": row.period}
            yield Problem("field_work.outside_period", place, facts)


def of_veto(known: Known, framework: Framework, row: VetoDeclaration) -> Iterator[Problem]:
    items = {item.code for item in framework.veto.items} if framework.veto else set()
    yield from _words("vetoes", [row])
    yield from _codes("vetoes", "unit", [row.unit], known.units)
    yield from _codes("vetoes", "period", [row.period], known.periods)
    yield from _codes("vetoes", "item", [row.item], items)
    key = (row.unit, row.period, row.item)
    if any(v.lifted is None and (v.unit, v.period, v.item) == key for v in known.vetoes):
        facts = {"unit": row.unit, "period": row.period, "item": row.item}
        yield Problem("field_work.already_declared", Place("vetoes", 1), facts)


def of_lifting(row: VetoDeclaration) -> Iterator[Problem]:
    yield from of_reason("vetoes", row.lift_reason or "")
    if row.lifted and row.lifted < row.declared_on:
        facts = {"starts": row.declared_on, "ends": row.lifted}
        yield Problem("field_work.ends_before_starts", Place("vetoes", 1), facts)


def of_reason(given: str, reason: str) -> Iterator[Problem]:
    if not reason.strip():
        yield Problem("field_work.blank", Place(given, 1), {"column": "reason"})


def _at_once(one: Assignment, other: Assignment) -> bool:
    """Whether two links say the same of the same days."""
    same = (one.team, one.unit, one.kind) == (other.team, other.unit, other.kind)
    return same and overlap(one, other)


def overlap(one: Spans, other: Spans) -> bool:
    """Whether two spans have a day in common."""
    first, last = sorted((one, other), key=lambda span: span.starts)
    return first.ends is None or first.ends >= last.starts


def _covered(links: Sequence[Assignment], visit: Visit) -> bool:
    """Whether every day of a visit is a day of some link: one may follow upon another."""
    due = visit.starts
    for link in sorted(links, key=lambda link: link.starts):
        if link.starts <= due:
            if link.ends is None or link.ends >= visit.ends:
                return True
            due = max(due, link.ends + timedelta(days=1))
    return False


def _numbered(given: str, rows: Iterable[Any]) -> Iterator[tuple[Place, Any]]:
    return ((Place(given, number), row) for number, row in enumerate(rows, 1))


def _words(given: str, rows: Sequence[Any]) -> Iterator[Problem]:
    """Blank texts, and words outside the list of a column."""
    for place, row in _numbered(given, rows):
        for column in REQUIRED.get(given, ()):
            if not getattr(row, column).strip():
                yield Problem("field_work.blank", place, {"column": column})
        for column, choices in CHOICES.get(given, {}).items():
            if getattr(row, column) not in choices:
                yield _bad_choice(place, column, getattr(row, column), choices)


def _bad_choice(place: Place, column: str, value: str, choices: Iterable[str]) -> Problem:
    facts = {"column": column, "value": value, "known": ", ".join(choices)}
    return Problem("field_work.bad_choice", place, facts)


def _ends(given: str, rows: Sequence[Spans]) -> Iterator[Problem]:
    for place, row in _numbered(given, rows):
        if row.ends is not None and row.ends < row.starts:
            facts = {"starts": row.starts, "ends": row.ends}
            yield Problem("field_work.ends_before_starts", place, facts)


def _codes(
    given: str, what: str, codes: Sequence[str | None], known: Collection[str]
) -> Iterator[Problem]:
    """Codes that name nothing. None names nothing on purpose."""
    for place, code in _numbered(given, codes):
        if code is not None and code not in known:
            yield Problem("field_work.unknown_code", place, {"what": what, "code": code})


def _told_twice(given: str, codes: Sequence[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for place, code in _numbered(given, codes):
        if code in seen:
            yield Problem("field_work.told_twice", place, {"code": code})
        seen.add(code)
