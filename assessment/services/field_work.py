"""Record what happens in the field: teams, links, visits, findings, honours and vetoes.

Each function records everything it is given in one go, or refuses it whole with every problem in
it. Nothing recorded is changed: an end, a lifting is a new entry beside the old one. What becomes
of a finding is in `rectification`.
A team tells of its own visits and findings. Who is linked to whom, and what honours and vetoes
there are, the province records; `teams` has what more can be done to teams and links.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date
from typing import Final, Protocol

import duckdb

from assessment.errors import NotAllowed, Place, Problem, Rejected, Unknown, What
from assessment.framework.model import Framework
from assessment.kernel.actors import Actor
from assessment.kernel.roles import Verb
from assessment.services import field_checks
from assessment.services.field_checks import Known, Since
from assessment.services.rectification import steps
from assessment.services.team_register.changes import TeamsRefused
from assessment.store import field_work, honours, teams
from assessment.store.database import Store
from assessment.store.field_work import Finding, Visit
from assessment.store.honours import Honour, VetoDeclaration
from assessment.store.teams import Assignment, Person, Team, TeamMember

VISITS: Final = "field_work.record"
"""Visits and findings."""

TEAMS: Final = "team.manage"
"""Teams, their people and links: they decide who sees a unit."""

REGISTERS: Final = "register.record"
"""Honours and vetoes: they decide what a unit's score is."""

TAKES_OVER: Final = "survey.import"
"""What was kept elsewhere before."""


def add_teams(
    store: Store,
    actor: Actor,
    given: Sequence[Team],
    people: Sequence[Person] = (),
    members: Sequence[TeamMember] = (),
) -> None:
    """Record teams, people and who is in which team. A code recorded before is described anew."""
    actor.must(TEAMS)
    if not (given or people or members):
        return
    _refuse(field_checks.of_teams(Known.of(store), given, people, members))
    facts = {"teams": len(given), "people": len(people), "members": len(members)}
    with _writing(store, actor, "team.record", (), facts) as cursor:
        teams.record(cursor, given)
        teams.record_people(cursor, people)
        teams.record_members(cursor, members)


def assign(store: Store, actor: Actor, given: Sequence[Assignment]) -> list[int]:
    """Link teams to units, and return the numbers of the links. Raises `TeamsRefused`."""
    units = _permitted(TEAMS, actor, (row.unit for row in given))
    if not given:
        return []
    with _writing(store, actor, "assignment.record", units, {"count": len(given)}) as cursor:
        _refuse_links(field_checks.of_assignments(Known.of(store), given))
        return teams.record_assignments(cursor, given)


def end_assignment(
    store: Store, actor: Actor, assignment: int, ends: date, *, seen: int | None = None
) -> None:
    """End a link; `ends` is its last day. No visit may be left without a link. Raises
    `TeamsRefused`.

    `seen` is `Register.upto` as it was when the link was looked at.
    """
    known = [row for row in store.ask("assignment", Assignment) if row.assignment == assignment]
    units = _numbered(TEAMS, actor, "assignment", assignment, known)
    (ended,) = [replace(row, ends=ends) for row in known]
    facts = {"assignment": assignment, "ends": ends}
    with _writing(store, actor, "assignment.end", units, facts) as cursor:
        register = Known.of(store)
        if known[0] not in register.assignments:
            _refuse_links([Problem("team.overtaken", Place("teams", path=str(assignment)))])
        _refuse_links(Since.entry(store, seen).overtaken([ended]))
        _refuse_links(field_checks.of_assignments(register, [ended]))
        _refuse_links(field_checks.of_visits_left(register, [ended]))
        teams.record_assignments(cursor, [ended])


def log_visits(store: Store, actor: Actor, given: Sequence[Visit]) -> list[int]:
    """Log visits and stays, and return their numbers.

    Only a team that is linked to the unit on every day of the visit may have made it.
    """
    units = _permitted(VISITS, actor, (row.unit for row in given))
    _own_teams(actor, (row.team for row in given))
    if not given:
        return []
    with _writing(store, actor, "visit.log", units, {"count": len(given)}) as cursor:
        _refuse(field_checks.of_visits(Known.of(store), given))
        return field_work.record_visits(cursor, given)


def log_findings(
    store: Store, framework: Framework, actor: Actor, given: Sequence[Finding]
) -> list[int]:
    """Log what was found, as clues somebody else has yet to verify, and return their numbers."""
    units = _permitted(VISITS, actor, (row.unit for row in given))
    _own_teams(actor, (row.team for row in given))
    if not given:
        return []
    with _writing(store, actor, "finding.log", units, {"count": len(given)}) as cursor:
        _refuse(field_checks.of_findings(Known.of(store), framework, given))
        return steps.log(cursor, actor.name, given)


def take_over_findings(
    store: Store, framework: Framework, actor: Actor, given: Sequence[Finding]
) -> list[int]:
    """Record what was found, and worked, before it was kept here; return the numbers.

    It stands as verified, or as closed where its `state` says so.
    """
    units = _permitted(TAKES_OVER, actor, (row.unit for row in given))
    if not given:
        return []
    with _writing(store, actor, "finding.import", units, {"count": len(given)}) as cursor:
        _refuse(field_checks.of_findings(Known.of(store), framework, given))
        return field_work.record_findings(cursor, given)


def record_honours(
    store: Store, framework: Framework, actor: Actor, given: Sequence[Honour]
) -> list[int]:
    """Record honours, and return their numbers. One achievement counts once, at its best level."""
    units = _permitted(REGISTERS, actor, (row.unit for row in given))
    if not given:
        return []
    _refuse(field_checks.of_honours(Known.of(store), framework, given))
    # A stray blank must not make two achievements of one.
    tidy = [replace(row, achievement=" ".join(row.achievement.split())) for row in given]
    with _writing(store, actor, "honour.record", units, {"count": len(given)}) as cursor:
        return honours.record(cursor, tidy)


def withdraw_honour(store: Store, actor: Actor, honour: int, reason: str) -> None:
    """Take back an honour recorded in error; it no longer counts, and the record of it stays."""
    found = store.ask("honour", Honour, honour=honour)
    units = _numbered(REGISTERS, actor, "honour", honour, found)
    _refuse(field_checks.of_reason("honours", reason))
    facts = {"honour": honour, "reason": reason}
    with _writing(store, actor, "honour.withdraw", units, facts) as cursor:
        found = store.ask("honour", Honour, honour=honour)
        _numbered(REGISTERS, actor, "honour", honour, found)
        honours.record(cursor, [replace(row, withdrawn=True) for row in found])


def declare_veto(store: Store, framework: Framework, actor: Actor, given: VetoDeclaration) -> int:
    """Declare a veto item against a unit for a period, and return the number of the declaration."""
    units = _permitted(REGISTERS, actor, [given.unit])
    facts = {"period": given.period, "item": given.item, "reason": given.reason}
    with _writing(store, actor, "veto.declare", units, facts) as cursor:
        _refuse(field_checks.of_veto(Known.of(store), framework, given))
        (number,) = honours.record_vetoes(cursor, [given])
    return number


def lift_veto(store: Store, actor: Actor, declaration: int, lifted: date, reason: str) -> None:
    """Lift a veto; its declaration stays on record. One already lifted is as good as unknown."""
    found = _in_force(store, declaration)
    units = _numbered(REGISTERS, actor, "veto", declaration, found)
    (veto,) = [replace(row, lifted=lifted, lift_reason=reason) for row in found]
    _refuse(field_checks.of_lifting(veto))
    facts = {"declaration": declaration, "item": veto.item, "reason": reason}
    with _writing(store, actor, "veto.lift", units, facts) as cursor:
        _numbered(REGISTERS, actor, "veto", declaration, _in_force(store, declaration))
        honours.record_vetoes(cursor, [veto])


def _in_force(store: Store, declaration: int) -> list[VetoDeclaration]:
    """The veto of that number, unless it was lifted."""
    vetoes = Known.of(store).vetoes
    return [row for row in vetoes if row.declaration == declaration and row.lifted is None]


def _permitted(verb: Verb, actor: Actor, units: Iterable[str]) -> list[str]:
    """The units named, once each. Raises `NotAllowed` unless the actor may record for all."""
    actor.must_somewhere(verb)
    named = sorted(set(units))
    for unit in named:
        actor.must(verb, unit)
    return named


class _OfUnit(Protocol):
    @property
    def unit(self) -> str: ...


def _numbered(
    verb: Verb, actor: Actor, what: What, number: int, found: Sequence[_OfUnit]
) -> list[str]:
    """The unit of what has a number. Raises `Unknown` for who may record everywhere; for others
    the same `NotAllowed` as of a foreign number, so that nobody learns which there are."""
    actor.must_somewhere(verb)
    if found and all(actor.may(verb, row.unit) for row in found):
        return sorted({row.unit for row in found})
    if actor.may(verb):
        raise Unknown(what=what, code=str(number))
    raise NotAllowed(actor=actor.name, verb=verb, subject=str(number))


def _own_teams(actor: Actor, teams: Iterable[str | None]) -> None:
    """Raise `NotAllowed` where somebody of a team speaks for another: their word is a spot check
    beside what a county says of itself."""
    for team in teams:
        if not actor.speaks_for(team):
            raise NotAllowed(actor=actor.name, verb=VISITS, subject=team or "*")


def _refuse_links(problems: Iterable[Problem]) -> None:
    """In the words of the page where links are kept."""
    if found := list(problems):
        raise TeamsRefused(found)


def _refuse(problems: Iterable[Problem]) -> None:
    if found := list(problems):
        raise Rejected(found)


def _writing(
    store: Store, actor: Actor, action: str, units: Sequence[str], facts: Mapping[str, object]
) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
    subject = units[0] if len(units) == 1 else "*"
    return store.writing(actor=actor.name, action=action, subject=subject, facts=facts)
