"""Filings and their answers: only ever added to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from assessment.kernel import clock
from assessment.store import batch


@dataclass(frozen=True, slots=True)
class Filing:
    """One file, or one form, that answered for one unit in one period."""

    unit: str
    period: str
    file_name: str
    file_hash: str
    """SHA-256 of the file's bytes, in hex."""

    filed_by: str
    filed_at: datetime | None = None
    """UTC without a zone; None is now."""

    filing: int | None = None
    """Its number, once recorded."""


@dataclass(frozen=True, slots=True)
class AnswerEntry:
    """What a filing says for one field. Only state `value` has a value."""

    field: str
    state: str
    value: float | None = None
    evidence: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class _Row:
    """An `AnswerEntry` with the filing it came by."""

    filing: int
    unit: str
    period: str
    field: str
    state: str
    value: float | None
    evidence: str | None
    note: str | None


def record(cursor: batch.Cursor, filing: Filing, entries: Sequence[AnswerEntry]) -> int:
    """Add a filing with its answers, and return its number. Later entries of a field count."""
    (number,) = record_many(cursor, [(filing, entries)])
    return number


def record_many(
    cursor: batch.Cursor, filings: Sequence[tuple[Filing, Sequence[AnswerEntry]]]
) -> list[int]:
    """Add filings with their answers in one statement for each table; the filings' numbers."""
    numbers = batch.numbers(cursor, "filing_number", [None] * len(filings))
    now = clock.now()
    recorded = [
        replace(filing, filing=number, filed_at=filing.filed_at or now)
        for number, (filing, _) in zip(numbers, filings, strict=True)
    ]
    batch.insert(cursor, "filing", recorded)
    batch.insert(
        cursor,
        "answer_entry",
        [
            _Row(number, filing.unit, filing.period, e.field, e.state, e.value, e.evidence, e.note)
            for number, (filing, entries) in zip(numbers, filings, strict=True)
            for e in entries
        ],
    )
    return numbers
