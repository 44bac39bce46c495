"""Filings and their answers: only ever added to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from assessment import clock
from assessment.store import batch

VALUE = "value"
NOT_APPLICABLE = "not_applicable"
MISSING = "missing"


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


def record(cursor: batch.Cursor, filing: Filing, entries: Sequence[AnswerEntry]) -> int:
    """Add a filing with its answers, and return its number. Later entries of a field count."""
    (number,) = batch.numbers(cursor, "filing_number", [None])
    about = {"filing": number, "unit": filing.unit, "period": filing.period}
    cursor.execute(
        """
        insert into filing (filing, unit, period, file_name, file_hash, filed_by, filed_at)
        values ($filing, $unit, $period, $file_name, $file_hash, $filed_by, $filed_at)
        """,
        {
            **about,
            "file_name": filing.file_name,
            "file_hash": filing.file_hash,
            "filed_by": filing.filed_by,
            "filed_at": filing.filed_at or clock.now(),
        },
    )
    if entries:
        batch.write(
            cursor,
            """
            insert into answer_entry (filing, unit, period, field, state, value, evidence, note)
            select $filing, $unit, $period, unnest($field::varchar[]), unnest($state::varchar[]),
                   unnest($value::double[]), unnest($evidence::varchar[]), unnest($note::varchar[])
            """,
            {**about, **batch.columns(entries)},
        )
    return number
