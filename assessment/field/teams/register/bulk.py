"""Record teams, people, members and links in one go, past the page where they are kept.

Each function records everything it is given, or refuses it whole with every problem in it.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from assessment.errors import Place, Problem, refuse
from assessment.field.teams import teams_table
from assessment.field.teams.register import checks
from assessment.field.teams.register.changes import TeamsRefused
from assessment.field.teams.register.checks import Known, Since
from assessment.field.teams.teams_table import Assignment, Person, Team, TeamMember
from assessment.kernel import permissions
from assessment.kernel.actors import Actor
from assessment.store.database import Store

TEAMS: Final = "team.manage"
"""Teams, their people and links: they decide who sees a unit."""


def add_teams(
    store: Store,
    actor: Actor,
    teams: Sequence[Team],
    people: Sequence[Person] = (),
    members: Sequence[TeamMember] = (),
) -> None:
    """Record teams, people and who is in which team. A code recorded before is described anew."""
    actor.must(TEAMS)
    if not (teams or people or members):
        return
    refuse(checks.of_teams(Known.of(store), teams, people, members))
    facts = {"teams": len(teams), "people": len(people), "members": len(members)}
    with store.writing(
        actor=actor.name,
        action="team.record",
        subject="*",
        facts=facts,
    ) as cursor:
        teams_table.record(cursor, teams)
        teams_table.record_people(cursor, people)
        teams_table.record_members(cursor, members)


def assign(store: Store, actor: Actor, assignments: Sequence[Assignment]) -> list[int]:
    """Link teams to units, and return the numbers of the links. Raises `TeamsRefused`."""
    units = permissions.permitted(TEAMS, actor, (row.unit for row in assignments))
    if not assignments:
        return []
    with store.writing(
        actor=actor.name,
        action="assignment.record",
        subject=permissions.subject(units),
        facts={"count": len(assignments)},
    ) as cursor:
        refuse(checks.of_assignments(Known.of(store), assignments), TeamsRefused)
        return teams_table.record_assignments(cursor, assignments)


def end_assignment(
    store: Store, actor: Actor, assignment: int, ends: date, *, revision: int | None = None
) -> None:
    """End a link; `ends` is its last day. No visit may be left without a link. Raises
    `TeamsRefused`.

    `revision` is `Register.upto` as it was when the link was looked at.
    """
    known = [row for row in store.ask("assignment", Assignment) if row.assignment == assignment]
    units = permissions.numbered(TEAMS, actor, "assignment", assignment, known)
    (ended,) = [replace(row, ends=ends) for row in known]
    facts = {"assignment": assignment, "ends": ends}
    with store.writing(
        actor=actor.name,
        action="assignment.end",
        subject=permissions.subject(units),
        facts=facts,
    ) as cursor:
        register = Known.of(store)
        if known[0] not in register.assignments:
            refuse([Problem("team.overtaken", Place("teams", path=str(assignment)))], TeamsRefused)
        refuse(Since.entry(store, revision).overtaken([ended]), TeamsRefused)
        refuse(checks.of_assignments(register, [ended]), TeamsRefused)
        refuse(checks.of_visits_left(register, [ended]), TeamsRefused)
        teams_table.record_assignments(cursor, [ended])
