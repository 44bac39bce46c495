"""Visits of a county to others, the questions it brought, and what became of them at home."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from assessment.store import batch


@dataclass(frozen=True, slots=True)
class Observation:
    unit: str
    """Who went to look."""

    day: date
    host: str
    """Where, in words."""

    people: int | None = None
    withdrawn: bool = False
    observation: int | None = None


@dataclass(frozen=True, slots=True)
class Question:
    observation: int
    brought: str
    found: str | None = None
    adopt: str | None = None
    due: date | None = None
    came_of_it: str | None = None
    looked_on: date | None = None
    question: int | None = None


def newest(cursor: batch.Cursor, question: int) -> int:
    """The last entry of a question, under the write lock; 0 where there is none."""
    found = cursor.execute(
        """
        select coalesce(max(entry), 0)
        from observation_question_entry
        where question = $question
        """,
        {"question": question},
    ).fetchall()
    return int(found[0][0])


def record(cursor: batch.Cursor, observations: Sequence[Observation]) -> list[int]:
    """Add visits, or what becomes of one under its number, and return their numbers."""
    numbers = batch.numbers(cursor, "observation_number", (row.observation for row in observations))
    batch.insert(
        cursor,
        "observation_entry",
        [
            replace(row, observation=number)
            for row, number in zip(observations, numbers, strict=True)
        ],
    )
    return numbers


def record_questions(cursor: batch.Cursor, questions: Sequence[Question]) -> list[int]:
    """Add questions, or what was found of one under its number, and return their numbers."""
    numbers = batch.numbers(cursor, "question_number", (row.question for row in questions))
    batch.insert(
        cursor,
        "observation_question_entry",
        [replace(row, question=number) for row, number in zip(questions, numbers, strict=True)],
    )
    return numbers
