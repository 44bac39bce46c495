"""Evidence beside the answers: which file proves which indicator; the bytes lie in `blobs`."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from assessment.kernel import clock
from assessment.store import batch


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    hash: str
    """SHA-256 of the bytes as kept, in hex."""

    kind: str
    """`jpeg`, `png`, `pdf`, `docx`, `xlsx` or `pptx`, judged by content."""

    size: int


@dataclass(frozen=True, slots=True)
class Evidence:
    unit: str
    period: str
    indicator: str
    hash: str
    file_name: str
    added_by: str
    added_at: datetime = dataclasses.field(default_factory=clock.now)
    withdrawn: bool = False
    evidence: int | None = None
    field: str | None = None
    """The question it was put under; None: it proves the indicator as a whole."""


def record(cursor: batch.Cursor, file: EvidenceFile | None, rows: Sequence[Evidence]) -> list[int]:
    """Add evidence, or a withdrawal under an old number; `file` where its bytes may be new."""
    if file:
        record_file(cursor, file)
    numbers = batch.numbers(cursor, "evidence_number", (row.evidence for row in rows))
    batch.insert(
        cursor,
        "evidence_entry",
        [replace(row, evidence=number) for row, number in zip(rows, numbers, strict=True)],
    )
    return numbers


def record_file(cursor: batch.Cursor, file: EvidenceFile) -> None:
    """Add what a file is, unless the same bytes are known."""
    batch.write(
        cursor,
        """
        insert into evidence_file (hash, kind, size)
        select $hash, $kind, $size
        where not exists (select 1 from evidence_file where hash = $hash)
        """,
        {"hash": file.hash, "kind": file.kind, "size": file.size},
    )
