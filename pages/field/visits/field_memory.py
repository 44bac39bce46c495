"""What one visit to the page remembers of the field forms: the drafts, what failed, what was sent.

The drafts themselves lie in the database; here is which of them the boxes show. "Sent" is said
only when the database has said so, and "not sent" until then.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime

from assessment.errors import AssessmentError
from assessment.field.visits import visit_drafts
from assessment.field.visits.visit_drafts import AlreadySent, Draft, Form
from assessment.kernel import clock
from assessment.office.people.session_manager import NotSignedIn
from pages.kit import refusals, session

_ABSENT = object()
"""A box that is not on the page now, which is not the same as an empty one."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent last from a form."""

    unit_name: str
    findings: int
    at: datetime


@dataclass(slots=True)
class Memory:
    drafts: dict[str, Draft] = field(default_factory=dict)
    troubles: dict[str, AssessmentError] = field(default_factory=dict)
    times: dict[str, int] = field(default_factory=dict)
    """Of each form's trouble the number it was told under."""

    sent: dict[str, Sent] = field(default_factory=dict)


def _memory() -> Memory:
    """Each person's own: an administrator may look through several eyes in one visit."""
    name = f"field_memory_{session.actor().name}"
    session.starts_as(name, Memory())
    kept: Memory = session.typed(name, None)
    return kept


def draft(form: Form) -> Draft:
    """What the form's boxes begin with."""
    kept = _memory()
    if form not in kept.drafts:
        kept.drafts[form] = visit_drafts.of(session.store(), session.actor(), form)
    return kept.drafts[form]


def trouble(form: Form) -> AssessmentError | None:
    return _memory().troubles.get(form)


def times(form: Form) -> int:
    """The number its trouble is told under; see `refusals`."""
    return _memory().times.get(form, 0)


def sent(form: Form) -> Sent | None:
    return _memory().sent.get(form)


def key(form: Form, name: str) -> str:
    """A box's, and begun anew with the form."""
    return f"{form}_{name}_{session.turn(form)}"


def starts_as(form: Form, name: str, otherwise: object = "") -> str:
    """Fill a box from the draft when it is first shown, and return its key."""
    box = key(form, name)
    text = draft(form).boxes.get(name)
    value: object = otherwise if text is None else text
    if isinstance(otherwise, date) and text is not None:
        value = date.fromisoformat(text)
    session.starts_as(box, value)
    return box


def boxes(form: Form, names: Iterable[str]) -> Mapping[str, str]:
    """What the boxes hold; of those that are not shown now, what the draft has."""
    said = dict(draft(form).boxes)
    for name in names:
        held = session.typed(key(form, name), _ABSENT)
        if held is not _ABSENT:
            said[name] = "" if held is None else str(held)
    return said


def keep(form: Form, names: Iterable[str]) -> None:
    """Save the draft. Called when a box is left."""
    saved(form, names)


def saved(form: Form, names: Iterable[str], **more: str) -> bool:
    """Save the draft, and `more` that is in no box; whether it was saved."""
    with attempting(form):
        said = {**boxes(form, names), **more}
        remember(form, visit_drafts.save(session.store(), session.actor(), draft(form), said))
        return True
    return False


@contextmanager
def attempting(form: Form) -> Iterator[None]:
    """What fails is told beside the form. Whose session is over is nobody any more, and nothing can
    be told them here: the run that follows asks them to sign in."""
    try:
        yield
    except NotSignedIn:
        return
    except AssessmentError as error:
        failed(form, error)


def remember(form: Form, draft: Draft) -> None:
    """What the database has now, and nothing is wrong any more."""
    memory = _memory()
    memory.drafts[form] = draft
    memory.troubles.pop(form, None)
    memory.sent.pop(form, None)


def failed(form: Form, error: AssessmentError) -> None:
    """It was not saved or sent: the boxes stay as they are. What was sent before is begun anew."""
    memory = _memory()
    memory.troubles[form] = error
    memory.times[form] = refusals.next_number()
    if isinstance(error, AlreadySent):
        begin_anew(form)


def was_sent(form: Form, unit_name: str, findings: int) -> None:
    """The database has it: an empty form, and a line that says so."""
    memory = _memory()
    memory.troubles.pop(form, None)
    memory.sent[form] = Sent(unit_name, findings, clock.now())
    begin_anew(form)


def discard(form: Form) -> None:
    """Empty boxes; what was in them stays in the draft's history only."""
    with attempting(form):
        remember(form, visit_drafts.discard(session.store(), session.actor(), draft(form)))
        begin_anew(form)


def begin_anew(form: Form) -> None:
    _memory().drafts.pop(form, None)
    session.begin_anew(form)
