"""Photos and papers of the field, beside a visit or a finding; the bytes lie in `blobs`."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from assessment.kernel import clock
from assessment.store import batch
from assessment.survey.evidence import evidence_table
from assessment.survey.evidence.evidence_table import EvidenceFile


@dataclass(frozen=True, slots=True)
class Attachment:
    of_kind: str
    """`visit` or `finding`."""

    of_number: int
    unit: str
    hash: str
    file_name: str
    added_by: str
    added_at: datetime = dataclasses.field(default_factory=clock.now)
    withdrawn: bool = False
    attachment: int | None = None


def record(
    cursor: batch.Cursor, files: Sequence[EvidenceFile], rows: Sequence[Attachment]
) -> list[int]:
    """Add attachments, or withdrawals under old numbers; `files` whose bytes may be new."""
    for file in files:
        evidence_table.record_file(cursor, file)
    numbers = batch.numbers(cursor, "attachment_number", (row.attachment for row in rows))
    batch.insert(
        cursor,
        "attachment_entry",
        [replace(row, attachment=number) for row, number in zip(rows, numbers, strict=True)],
    )
    return numbers
