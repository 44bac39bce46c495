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
    batch.insert(cursor, "team_entry", teams)


def record_people(cursor: batch.Cursor, people: Sequence[Person]) -> None:
    batch.insert(cursor, "person_entry", people)


def record_members(cursor: batch.Cursor, members: Sequence[TeamMember]) -> None:
    batch.insert(cursor, "team_member_entry", members)


def record_assignments(cursor: batch.Cursor, assignments: Sequence[Assignment]) -> list[int]:
    """Add assignments, or ends under an old number, and return their numbers."""
    numbers = batch.numbers(cursor, "assignment_number", (row.assignment for row in assignments))
    batch.insert(
        cursor,
        "assignment_entry",
        [replace(row, assignment=number) for row, number in zip(assignments, numbers, strict=True)],
    )
    return numbers
