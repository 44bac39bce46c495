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

    contact_leader: str | None = None
    """Who of the leadership answers for it; None is not told."""


@dataclass(frozen=True, slots=True)
class Person:
    person: str
    name: str
    body: str
    """Where they work."""

    post: str | None = None
    """What they are there; None is not told."""

    home: str | None = None
    """The unit they come from, which is not for them to look into; None is not told."""


@dataclass(frozen=True, slots=True)
class TeamMember:
    """A person in a team from a day on. The same three again is a new entry, say with an end."""

    team: str
    person: str
    is_leader: bool
    starts: date
    ends: date | None = None
    withdrawn: bool = False
    """Recorded in error: it was never so."""


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
    succeeds: int | None = None
    """The link this one was handed over from."""

    note: str | None = None
    """Why it was handed over or withdrawn."""

    withdrawn: bool = False
    """Recorded in error: it was never so."""


def record(cursor: batch.Cursor, teams: Sequence[Team]) -> None:
    batch.insert(
        cursor,
        """
        insert into team_entry (
            team, name, kind, sending_body, sending_level, batch, contact_leader
        )
        select unnest($team::varchar[]), unnest($name::varchar[]), unnest($kind::varchar[]),
               unnest($sending_body::varchar[]), unnest($sending_level::varchar[]),
               unnest($batch::varchar[]), unnest($contact_leader::varchar[])
        """,
        teams,
    )


def record_people(cursor: batch.Cursor, people: Sequence[Person]) -> None:
    batch.insert(
        cursor,
        """
        insert into person_entry (person, name, body, post, home)
        select unnest($person::varchar[]), unnest($name::varchar[]), unnest($body::varchar[]),
               unnest($post::varchar[]), unnest($home::varchar[])
        """,
        people,
    )


def record_members(cursor: batch.Cursor, members: Sequence[TeamMember]) -> None:
    batch.insert(
        cursor,
        """
        insert into team_member_entry (team, person, is_leader, starts, ends, withdrawn)
        select unnest($team::varchar[]), unnest($person::varchar[]),
               unnest($is_leader::boolean[]), unnest($starts::date[]), unnest($ends::date[]),
               unnest($withdrawn::boolean[])
        """,
        members,
    )


def record_assignments(cursor: batch.Cursor, assignments: Sequence[Assignment]) -> list[int]:
    """Add assignments, or ends under an old number, and return their numbers."""
    numbers = batch.numbers(cursor, "assignment_number", (row.assignment for row in assignments))
    batch.insert(
        cursor,
        """
        insert into assignment_entry (
            assignment, team, unit, kind, starts, ends, succeeds, note, withdrawn
        )
        select unnest($assignment::bigint[]), unnest($team::varchar[]), unnest($unit::varchar[]),
               unnest($kind::varchar[]), unnest($starts::date[]), unnest($ends::date[]),
               unnest($succeeds::bigint[]), unnest($note::varchar[]),
               unnest($withdrawn::boolean[])
        """,
        [replace(row, assignment=number) for row, number in zip(assignments, numbers, strict=True)],
    )
    return numbers
