"""Visits, which Streamlit calls sessions: one an open tab, with its files and where it stands.

Streamlit knows them by an identifier that whoever has it may use. Here each has an account: the
header `ACCOUNT`, which `tabs` writes and no browser can, is what Streamlit knows its user by.
"""

from time import monotonic
from urllib.parse import quote

from streamlit import runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.session_manager import SessionInfo
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from assessment.office.people.session_manager import Signed

ACCOUNT = "X-Six-Strengths-Account"
"""Named in `server.trustedUserHeaders`. Streamlit lets a tab return to a visit only with the same
value that began it."""

USER = "account"
"""What Streamlit calls the value of that header."""


KEPT = 32
"""Visits whose tab has closed that are kept, for a tab whose line was broken to return to."""

KEPT_FOR = 90
"""Seconds they are kept: less than Streamlit does, which forgets them with their open files."""

_closed_at: dict[str, float] = {}
"""Of the visits without a tab, since when they have been seen so."""


def close_old() -> None:
    """End the visits without a tab that are too old or too many, oldest first."""
    if not runtime.exists():
        return
    served, now = runtime.get_instance(), monotonic()
    closed = [each.session.id for each in served._session_mgr.list_sessions() if not each.client]
    for visit in _closed_at.keys() - set(closed):
        del _closed_at[visit]
    for visit in closed:
        _closed_at.setdefault(visit, now)
    oldest = sorted(closed, key=_closed_at.__getitem__)
    for place, visit in enumerate(oldest, start=1):
        if len(oldest) - place >= KEPT or now - _closed_at[visit] > KEPT_FOR:
            served.close_session(visit)
            del _closed_at[visit]


def name_of(signed: Signed) -> str:
    """The account that signed in, as a header holds it; not the one looked through."""
    return quote(signed.account.account, safe="@")


def is_of(account: str, visit: str) -> bool:
    """Whether a visit there is was begun by an account."""
    info = _of(visit)
    return info is not None and _is(info, account)


def is_deferred_of(account: str, file: str) -> bool:
    """Whether a file still to be made was offered on a page of the account's."""
    offered = runtime.get_instance().media_file_mgr._deferred_callables.get(file)
    return offered is not None and is_of(account, offered["session_id"])


def bytes_of(account: str) -> int:
    """What the account's open pages hold of files sent to them."""
    return sum(
        len(file.data)
        for visit, files in list(_uploaded().items())
        if is_of(account, visit)
        for file in list(files.values())
    )


def bytes_in_all() -> int:
    """What everybody's open pages hold of files sent to them."""
    return sum(len(file.data) for files in list(_uploaded().values()) for file in [*files.values()])


def _uploaded() -> dict[str, dict[str, UploadedFileRec]]:
    manager = runtime.get_instance().uploaded_file_mgr
    return manager.file_storage if isinstance(manager, MemoryUploadedFileManager) else {}


def _of(visit: str) -> SessionInfo | None:
    return runtime.get_instance()._session_mgr.get_session_info(visit)


def _is(info: SessionInfo, account: str) -> bool:
    return info.session.matches_user_info({USER: account})
