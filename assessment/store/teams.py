"""Teams, the people in them, and the units they are linked to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from assessment.store import batch


@dataclass(frozen=True, slots=True)
class Team:
    team: str
    name: str
    kind: str
    """`liaison`, `stay_in` or `guidance`."""

    sending_body: str
    sending_level: str
    """`national`, `province` or `prefecture`."""

    batch: str
    """The round of postings it was sent in."""


@dataclass(frozen=True, slots=True)
class Person:
    person: str
    name: str
    body: str
    """Where they work."""


@dataclass(frozen=True, slots=True)
class TeamMember:
    """A person in a team from a day on. The same three again is a new entry, say with an end."""

    team: str
    person: str
    is_leader: bool
    starts: date
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    team: str
    unit: str
    kind: str
    """`liaison` or `stay_in`."""

    starts: date
    ends: date | None = None
    """The last day, inclusive; None is still."""

    assignment: int | None = None


def record(cursor: batch.Cursor, teams: Sequence[Team]) -> None:
    batch.insert(
        cursor,
        """
        insert into team_entry (team, name, kind, sending_body, sending_level, batch)
        select unnest($team::varchar[]), unnest($name::varchar[]), unnest($kind::varchar[]),
               unnest($sending_body::varchar[]), unnest($sending_level::varchar[]),
               unnest($batch::varchar[])
        """,
        teams,
    )


def record_people(cursor: batch.Cursor, people: Sequence[Person]) -> None:
    batch.insert(
        cursor,
        """
        insert into person_entry (person, name, body)
        select unnest($person::varchar[]), unnest($name::varchar[]), unnest($body::varchar[])
        """,
        people,
    )


def record_members(cursor: batch.Cursor, members: Sequence[TeamMember]) -> None:
    batch.insert(
        cursor,
        """
        insert into team_member_entry (team, person, is_leader, starts, ends)
        select unnest($team::varchar[]), unnest($person::varchar[]),
               unnest($is_leader::boolean[]), unnest($starts::date[]), unnest($ends::date[])
        """,
        members,
    )


def record_assignments(cursor: batch.Cursor, assignments: Sequence[Assignment]) -> list[int]:
    """Add assignments, or ends under an old number, and return their numbers."""
    numbers = batch.numbers(cursor, "assignment_number", (row.assignment for row in assignments))
    batch.insert(
        cursor,
        """
        insert into assignment_entry (assignment, team, unit, kind, starts, ends)
        select unnest($assignment::bigint[]), unnest($team::varchar[]), unnest($unit::varchar[]),
               unnest($kind::varchar[]), unnest($starts::date[]), unnest($ends::date[])
        """,
        [replace(row, assignment=number) for row, number in zip(assignments, numbers, strict=True)],
    )
    return numbers
