"""What somebody writes in the field and has not sent: an entry each time it is saved."""

import dataclasses
from dataclasses import dataclass
from datetime import datetime

from assessment.kernel import clock
from assessment.store import batch


@dataclass(frozen=True, slots=True)
class FieldDraft:
    author: str
    form: str
    """`note` or `visit`."""

    content: str
    draft: int | None = None
    sent_as: int | None = None
    """The visit it became."""

    saved_at: datetime = dataclasses.field(default_factory=clock.now)


def record(cursor: batch.Cursor, draft: FieldDraft) -> int:
    """Add what is written now, and return its number."""
    (number,) = batch.numbers(cursor, "field_draft_number", [draft.draft])
    batch.insert(cursor, "field_draft_entry", [dataclasses.replace(draft, draft=number)])
    return number


def sent_as(cursor: batch.Cursor, draft: int) -> int | None:
    """The visit a draft has become, under the write lock; None while it is a draft."""
    found = cursor.execute(
        "select sent_as from field_draft where draft = $draft", {"draft": draft}
    ).fetchall()
    return None if not found or found[0][0] is None else int(found[0][0])


def unsent(cursor: batch.Cursor, author: str, form: str) -> int | None:
    """The newest draft somebody has of a form, under the write lock; None without any."""
    found = cursor.execute(
        """
        select max(draft)
        from field_draft
        where author = $author and form = $form and sent_as is null
        """,
        {"author": author, "form": form},
    ).fetchall()
    return None if found[0][0] is None else int(found[0][0])
