"""Honours that earn bonus points, and declared vetoes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from assessment.store import batch


@dataclass(frozen=True, slots=True)
class Honour:
    unit: str
    period: str
    item: str
    """Bonus item of the framework."""

    level: str
    """`national`, `provincial` or `municipal`."""

    achievement: str
    """What was honoured. The same words at two levels are one achievement, and count once."""

    awarded_on: date | None = None
    evidence: str | None = None
    withdrawn: bool = False
    honour: int | None = None
    """Its number, once recorded; given again, this is a new entry under that number."""


@dataclass(frozen=True, slots=True)
class VetoDeclaration:
    unit: str
    period: str
    item: str
    """Veto item of the framework."""

    declared_on: date
    reason: str
    lifted: date | None = None
    """The day it was lifted; None while it is in force."""

    lift_reason: str | None = None
    declaration: int | None = None


def record(cursor: batch.Cursor, honours: Sequence[Honour]) -> list[int]:
    """Add honours, and return their numbers."""
    numbers = batch.numbers(cursor, "honour_number", (honour.honour for honour in honours))
    batch.insert(
        cursor,
        "honour_entry",
        [replace(row, honour=number) for row, number in zip(honours, numbers, strict=True)],
    )
    return numbers


def record_vetoes(cursor: batch.Cursor, vetoes: Sequence[VetoDeclaration]) -> list[int]:
    """Add declarations, or liftings under an old number, and return their numbers."""
    numbers = batch.numbers(cursor, "declaration_number", (veto.declaration for veto in vetoes))
    batch.insert(
        cursor,
        "veto_declaration_entry",
        [replace(row, declaration=number) for row, number in zip(vetoes, numbers, strict=True)],
    )
    return numbers
