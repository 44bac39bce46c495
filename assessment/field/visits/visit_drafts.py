"""What somebody writes in the field before it is sent: saved at every box they leave.

One draft for each form and person, and nobody else sees it. It is there again after the page, the
network or the phone was lost. Sending takes it away in the same transaction that logs the visit,
so what is still here was not sent, and what was sent is not here.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Final

from assessment.errors import AssessmentError, NotAllowed, Place, Problem, Rejected
from assessment.exchange.evidence import evidence_photo
from assessment.field.visits import visit_drafts_table as table
from assessment.field.visits.visit_drafts_table import FieldDraft
from assessment.kernel import codes
from assessment.kernel.actors import Actor
from assessment.store.database import Store
from assessment.survey.evidence import attachments
from assessment.survey.evidence.attachments import StoredFile

Form = codes.DraftForm
WRITE: Final = "field_work.record"

LONGEST = 20_000
"""Characters of a whole form: five pages of diary."""


class DraftTooLong(AssessmentError):
    key = "field_log.draft_too_long"

    def __init__(self) -> None:
        super().__init__(longest=LONGEST)


class AlreadySent(AssessmentError):
    """The draft has become a visit meanwhile: in another tab, or by a second press."""

    key = "field_log.already_sent"


@dataclass(frozen=True, slots=True)
class Draft:
    """What the boxes of a form hold, by the form's own names."""

    form: Form
    boxes: Mapping[str, str] = field(default_factory=dict)
    photos: tuple[StoredFile, ...] = ()
    draft: int | None = None
    """None: nothing was saved yet."""

    saved_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Row:
    draft: int
    content: str
    saved_at: datetime


def of(store: Store, actor: Actor, form: Form) -> Draft:
    """What this person has begun to write, or an empty one."""
    actor.must_somewhere(WRITE)
    for row in store.ask("field_draft", _Row, author=actor.name, form=form):
        read = json.loads(row.content)
        photos = tuple(StoredFile(**photo) for photo in read["photos"])
        return Draft(form, read["boxes"], photos, row.draft, row.saved_at)
    return Draft(form)


def save(store: Store, actor: Actor, draft: Draft, boxes: Mapping[str, str]) -> Draft:
    """Keep what the boxes hold now; nothing is written where that is saved already.

    Raises `AlreadySent` where `draft` is none any more, and `DraftTooLong`.
    """
    actor.must_somewhere(WRITE)
    said = {name: text for name, text in boxes.items() if text}
    if said == draft.boxes:
        return draft
    return _kept(store, actor, replace(draft, boxes=said))


def add_photo(store: Store, actor: Actor, draft: Draft, file_name: str, data: bytes) -> Draft:
    """Keep a photo with the draft. Raises `Rejected` of what is none, and `TooManyAttachments`."""
    actor.must_somewhere(WRITE)
    if len(draft.photos) >= attachments.MOST:
        raise attachments.TooManyAttachments
    kept = attachments.keep(store, actor, file_name, data)
    if kept.kind not in attachments.PICTURES:
        raise Rejected([Problem("field_log.no_photo", Place(kept.file_name), {})])
    if kept.hash in {photo.hash for photo in draft.photos}:
        return draft
    return _kept(store, actor, replace(draft, photos=(*draft.photos, kept)))


def drop_photo(store: Store, actor: Actor, draft: Draft, hash: str) -> Draft:
    """Leave a photo out of the draft."""
    actor.must_somewhere(WRITE)
    photos = tuple(photo for photo in draft.photos if photo.hash != hash)
    return _kept(store, actor, replace(draft, photos=photos))


def discard(store: Store, actor: Actor, draft: Draft) -> Draft:
    """Begin anew; what was written stays in the draft's history, and is not shown again."""
    actor.must_somewhere(WRITE)
    return _kept(store, actor, replace(draft, boxes={}, photos=()))


def _kept(store: Store, actor: Actor, draft: Draft) -> Draft:
    content = written(draft.boxes, draft.photos)
    with store.writing(
        actor=actor.name, action="field_draft.save", subject="*", facts={"form": draft.form}
    ) as cursor:
        if draft.draft is not None and table.sent_as(cursor, draft.draft) is not None:
            raise AlreadySent
        # Of two tabs that were both empty the second writes on what the first has begun.
        begun = draft.draft or table.unsent(cursor, actor.name, draft.form)
        row = FieldDraft(actor.name, draft.form, content, begun)
        number = table.record(cursor, row)
    return replace(draft, draft=number, saved_at=row.saved_at)


def written(boxes: Mapping[str, str], photos: Sequence[StoredFile]) -> str:
    """A draft as it is kept. Raises `DraftTooLong`."""
    if sum(len(text) for text in boxes.values()) > LONGEST:
        raise DraftTooLong
    content = {"boxes": dict(boxes), "photos": [asdict(photo) for photo in photos]}
    return json.dumps(content, ensure_ascii=False)


def preview(store: Store, actor: Actor, form: Form, hash: str) -> bytes:
    """A photo of one's own draft, small enough for the page; `NotAllowed` of any other."""
    actor.must_somewhere(WRITE)
    if hash not in {photo.hash for photo in of(store, actor, form).photos}:
        raise NotAllowed(actor=actor.name, verb=WRITE, subject=hash)
    return evidence_photo.smaller(store.blobs.read(hash), attachments.SHOWN_SIDE)
