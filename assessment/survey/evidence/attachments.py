"""Photos and papers of the field: kept beside a visit or a finding, shown and taken in scope.

A file is judged and kept before the write that names it, as evidence of a survey is; a photo loses
the place it was taken at. Whoever may read the visit or the finding may look at what lies beside
it. That somebody took the file itself is recorded; a small picture on a page is part of the page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from assessment.errors import AssessmentError, NotAllowed, Place, Problem, Rejected
from assessment.exchange.evidence import evidence_files, evidence_photo
from assessment.kernel import codes
from assessment.kernel.actors import Actor
from assessment.kernel.roles import Verb
from assessment.office.audit_trail import audit
from assessment.store.batch import Cursor
from assessment.store.database import Store
from assessment.survey.evidence import attachments_table as table
from assessment.survey.evidence.attachments_table import Attachment
from assessment.survey.evidence.evidence import MIME, FileShown
from assessment.survey.evidence.evidence_table import EvidenceFile

OfKind = codes.AttachmentOwner

READ: Mapping[str, Verb] = {"visit": "coverage.read", "finding": "rectification.read"}
"""Who may look, by what the file lies beside."""

GIVES: tuple[Verb, ...] = (
    "field_work.record",
    "rectification.answer",
    "rectification.check",
    "rectification.lead",
)
"""Whoever has one of them may have a file kept, to be named by a write that asks for itself."""

WRITE: Final = "field_work.record"

MOST = 9
"""Files beside one visit or one event of a finding."""

PICTURES = ("jpeg", "png")
SHOWN_SIDE = 960
"""Pixels of the longer side of a picture on a page: sharp on a phone, 100 KB instead of five MB."""


class TooManyAttachments(AssessmentError):
    key = "attachment.too_many"

    def __init__(self) -> None:
        super().__init__(most=MOST)


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that was judged and lies in the blobs, and that nothing names yet."""

    hash: str
    kind: str
    size: int
    file_name: str


@dataclass(frozen=True, slots=True)
class AttachmentShown(FileShown):
    """One file beside a visit or a finding."""

    attachment: int
    of_kind: str
    of_number: int

    @property
    def is_picture(self) -> bool:
        return self.kind in PICTURES


def keep(store: Store, actor: Actor, file_name: str, data: bytes) -> StoredFile:
    """Have a file judged and its bytes on the disk. Raises `Rejected` where it may not be kept."""
    if not any(actor.has(verb) for verb in GIVES):
        raise NotAllowed(actor=actor.name, verb=GIVES[0], subject="*")
    taken = evidence_files.take(file_name, data)
    return StoredFile(store.blobs.keep(taken.data), taken.kind, taken.size, taken.file_name)


def record(
    cursor: Cursor, actor: Actor, unit: str, beside: tuple[OfKind, int], files: Sequence[StoredFile]
) -> list[int]:
    """Name kept files beside a visit or a finding, in the transaction of whoever writes that; the
    numbers they get. The caller has asked permission. Raises `TooManyAttachments`."""
    if len(files) > MOST:
        raise TooManyAttachments
    of_kind, number = beside
    return table.record(
        cursor,
        [EvidenceFile(file.hash, file.kind, file.size) for file in files],
        [
            Attachment(of_kind, number, unit, file.hash, file.file_name, actor.name)
            for file in files
        ],
    )


def beside(
    store: Store, actor: Actor, of_kind: OfKind, numbers: Sequence[int]
) -> dict[int, list[AttachmentShown]]:
    """By visit or finding, what lies beside it, as far as the asker may look."""
    verb = READ[of_kind]
    actor.must_somewhere(verb)
    found: dict[int, list[AttachmentShown]] = {}
    rows = store.ask(
        "attachment_of", AttachmentShown, of_kind=of_kind, numbers=sorted(set(numbers))
    )
    for row in rows:
        if actor.may(verb, row.unit):
            found.setdefault(row.of_number, []).append(row)
    return found


def picture(store: Store, actor: Actor, attachment: int) -> bytes:
    """A photo small enough for a page, as JPEG. Raises `NotAllowed`, also of what is no photo."""
    found = _numbered(store, actor, attachment)
    if not found.is_picture:
        raise NotAllowed(actor=actor.name, verb=READ[found.of_kind], subject=str(attachment))
    return evidence_photo.smaller(store.blobs.read(found.hash), SHOWN_SIDE)


def content(store: Store, actor: Actor, attachment: int) -> tuple[str, str, bytes]:
    """A file's name, MIME type and bytes; that it was taken is recorded.

    Of a foreign number and of one that names nothing the same `NotAllowed`, so that nobody learns
    which there are.
    """
    found = _numbered(store, actor, attachment)
    data = store.blobs.read(found.hash)
    facts = {
        found.of_kind: found.of_number,
        "file_name": found.file_name,
        "hash": found.hash,
    }
    audit.exported(store, actor, "export.attachment", found.unit, facts)
    return found.file_name, MIME[found.kind], data


def may_withdraw(actor: Actor, attachment_row: AttachmentShown, team: str | None) -> bool:
    """Whether a file is theirs to take back. What lies beside a visit is for its team, `team`; what
    lies beside a finding for who added it, as it may be proof of one against the other; the
    province takes back any."""
    if attachment_row.of_kind == "visit":
        return actor.may(WRITE, attachment_row.unit) and actor.speaks_for(team)
    own = attachment_row.added_by == actor.name and any(
        actor.may(verb, attachment_row.unit) for verb in GIVES
    )
    return own or (actor.role != "team" and actor.may(WRITE, attachment_row.unit))


def withdraw(store: Store, actor: Actor, attachment: int, reason: str) -> None:
    """Take back a file, such as a photo with a private person in it. Nobody is shown it or given it
    any more. That it was there, who added it and why it was taken back stays on record.

    Raises `NotAllowed` alike for a foreign number and one that names nothing, and `Rejected`.
    """
    if not any(actor.has(verb) for verb in GIVES):
        raise NotAllowed(actor=actor.name, verb=WRITE, subject="*")
    found = _own(store, actor, attachment)
    if not reason.strip():
        raise Rejected([Problem("field_log.no_reason", Place(found.file_name), {})])
    facts = {
        found.of_kind: found.of_number,
        "file_name": found.file_name,
        "hash": found.hash,
        "reason": reason.strip(),
    }
    with store.writing(
        actor=actor.name, action="attachment.withdraw", subject=found.unit, facts=facts
    ) as cursor:
        found = _own(store, actor, attachment)
        row = Attachment(
            found.of_kind,
            found.of_number,
            found.unit,
            found.hash,
            found.file_name,
            found.added_by,
            found.added_at,
            withdrawn=True,
            attachment=attachment,
        )
        table.record(cursor, [], [row])


@dataclass(frozen=True, slots=True)
class _Team:
    team: str


def _own(store: Store, actor: Actor, attachment: int) -> AttachmentShown:
    for found in store.ask("attachment_numbered", AttachmentShown, attachment=attachment):
        visits = store.ask("attachment_team", _Team, attachment=attachment)
        if may_withdraw(actor, found, visits[0].team if visits else None):
            return found
    raise NotAllowed(actor=actor.name, verb=WRITE, subject=str(attachment))


def _numbered(store: Store, actor: Actor, attachment: int) -> AttachmentShown:
    actor.must_somewhere("coverage.read")
    for found in store.ask("attachment_numbered", AttachmentShown, attachment=attachment):
        if actor.may(READ[found.of_kind], found.unit):
            return found
    raise NotAllowed(actor=actor.name, verb="coverage.read", subject=str(attachment))
