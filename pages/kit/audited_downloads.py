"""Files that leave are in the audit: who took what, and what of it."""

from collections.abc import Callable

from assessment.office.audit_trail import audit
from assessment.office.audit_trail.audit import Export
from pages.kit import session


def recorded(
    action: Export, subject: str, make: Callable[[], bytes], **facts: object
) -> Callable[[], bytes]:
    """Makes a file as `make` does, and records it first; nothing leaves that cannot be recorded.

    To be called in a run: the file is made outside of one, where nobody knows whose session it is.
    """
    store, actor = session.store(), session.actor()

    def made() -> bytes:
        data = make()
        audit.exported(store, actor, action, subject, facts)
        return data

    return session.later(made)
