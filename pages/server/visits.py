"""Visits, which Streamlit calls sessions: one an open tab, with its files and where it stands.

Streamlit knows them by an identifier that whoever has it may use. Here each has an account: the
header `ACCOUNT`, which `tabs` writes and no browser can, is what Streamlit knows its user by.
"""

from streamlit import runtime
from streamlit.runtime.session_manager import SessionInfo

ACCOUNT = "X-Six-Strengths-Account"
"""Named in `server.trustedUserHeaders`. Streamlit lets a tab return to a visit only with the same
value that began it."""

USER = "account"
"""What Streamlit calls the value of that header."""


def is_of(account: str, visit: str) -> bool:
    """Whether a visit there is was begun by an account."""
    info = _of(visit)
    return info is not None and _is(info, account)


def is_deferred_of(account: str, file: str) -> bool:
    """Whether a file still to be made was offered on a page of the account's."""
    offered = runtime.get_instance().media_file_mgr._deferred_callables.get(file)
    return offered is not None and is_of(account, offered["session_id"])


def _of(visit: str) -> SessionInfo | None:
    return runtime.get_instance()._session_mgr.get_session_info(visit)


def _is(info: SessionInfo, account: str) -> bool:
    return info.session.matches_user_info({USER: account})
