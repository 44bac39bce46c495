"""What becomes of a submission: its events, the verdicts on its items, and the replies to them."""

import dataclasses
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from assessment.kernel import clock
from assessment.store import batch


@dataclass(frozen=True, slots=True)
class SubmissionEvent:
    """One event of one unit's submission, and the state it led to."""

    unit: str
    period: str
    event: str
    state: str
    actor: str
    content: str | None = None
    """Hash of what was submitted; carried along until it changes."""

    due: date | None = None
    reason: str | None = None
    note: str | None = None
    at: datetime = dataclasses.field(default_factory=clock.now)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a reviewer said of one answer. `answer` is the entry of the answer it is about."""

    unit: str
    period: str
    field: str
    level: str
    decision: str
    answer: int | None
    given_by: str
    state: str | None = None
    value: float | None = None
    """As verified; of a `corrected` answer the reviewer's own."""

    reason: str | None = None
    note: str | None = None
    given_at: datetime = dataclasses.field(default_factory=clock.now)
    request: str | None = None
    """Of a return: the kind of reply that answers it; None in those of before 0021."""


@dataclass(frozen=True, slots=True)
class Reply:
    """How a county answered one returned item. `verdict` is the entry that returned it."""

    unit: str
    period: str
    field: str
    verdict: int
    kind: str
    """`change`, `explanation` or `evidence`."""

    replied_by: str
    explanation: str | None = None


def standing(
    cursor: batch.Cursor, period: str, units: Collection[str]
) -> tuple[dict[str, int], bool]:
    """The entry of each unit's last event, and whether the period is locked. No entry where nothing
    has happened yet; both as they are under the write lock."""
    rows = cursor.execute(
        """
        select unit, max(entry)
        from submission_entry
        where period = $period and list_contains($units, unit)
        group by unit
        """,
        {"period": period, "units": list(units)},
    ).fetchall()
    found = cursor.execute(
        """
        select state <> 'open'
        from period_entry
        where period = $period
        order by entry desc
        limit 1
        """,
        {"period": period},
    ).fetchall()
    return {unit: int(entry) for unit, entry in rows}, bool(found and found[0][0])


AnswerContent = tuple[str, str, float | None, str | None]
"""An answer as an approval binds to it: field, state, value, note."""


def standing_content(
    cursor: batch.Cursor, period: str, units: Collection[str]
) -> dict[str, tuple[list[AnswerContent], list[str]]]:
    """By unit, what it says in a period, as the transaction sees it, and the hashes of its
    evidence.

    What is said to be missing is as good as never said.
    """
    about = {"period": period, "units": list(units)}
    content: dict[str, tuple[list[AnswerContent], list[str]]] = {unit: ([], []) for unit in units}
    for unit, *said in cursor.execute(
        """
        select unit, field, state, value, note
        from current_answer
        where period = $period and list_contains($units, unit) and state <> 'missing'
        """,
        about,
    ).fetchall():
        content[unit][0].append((said[0], said[1], said[2], said[3]))
    for unit, hash_ in cursor.execute(
        "select unit, hash from evidence where period = $period and list_contains($units, unit)",
        about,
    ).fetchall():
        content[unit][1].append(str(hash_))
    return content


def void_verdicts(
    cursor: batch.Cursor,
    unit: str,
    period: str,
    fields: Collection[str],
    actor: str,
    note: str | None,
) -> None:
    """Take back what was accepted or corrected among `fields`, on every level."""
    batch.write(
        cursor,
        """
        insert into verdict_entry (
            unit, period, field, level, decision, answer, note, given_by, given_at
        )
        select unit, period, field, level, $decision, answer, $note, $actor, $at
        from verdict
        where unit = $unit and period = $period and list_contains($fields, field)
          and decision in ('accepted', 'corrected')
        """,
        {
            "unit": unit,
            "period": period,
            "fields": list(fields),
            "decision": "voided",
            "actor": actor,
            "note": note,
            "at": clock.now(),
        },
    )


def record(cursor: batch.Cursor, events: Sequence[SubmissionEvent]) -> None:
    batch.insert(cursor, "submission_entry", events)


def record_verdicts(cursor: batch.Cursor, verdicts: Sequence[Verdict]) -> None:
    batch.insert(cursor, "verdict_entry", verdicts)


def record_replies(cursor: batch.Cursor, replies: Sequence[Reply]) -> None:
    batch.insert(cursor, "reply_entry", replies)
