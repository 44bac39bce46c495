"""The application as `app.py` puts it together, answering in this process: no port, no browser."""

import runpy
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import streamlit as st
from starlette.exceptions import StarletteDeprecationWarning
from streamlit.runtime import Runtime

from pages.kit import session

with warnings.catch_warnings():
    warnings.simplefilter("ignore", StarletteDeprecationWarning)
    from starlette.testclient import TestClient

HOST = "http://127.0.0.1:8501"
"""As it is typed where the server runs; the server answers no other name."""


@contextmanager
def answering(database: Path) -> Iterator[st.App]:
    """A server on a database, started and stopped as in earnest. Streamlit allows one a process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SIX_STRENGTHS_DB", str(database))
        patch.setattr(Runtime, "_instance", None)
        patch.setattr("streamlit.config._main_script_path", str(session.ROOT / "app.py"))
        app = runpy.run_path(str(session.ROOT / "app.py"))["app"]
        with TestClient(app, base_url=HOST):
            yield app
    session.let_go()


def browser(app: st.App, token: str | None = None, *, peer: str = "10.0.0.7") -> TestClient:
    """Somebody's browser with the cookie of a session, or without; it follows no redirect."""
    cookies = {session.COOKIE: token} if token else {}
    return TestClient(
        app, base_url=HOST, cookies=cookies, client=(peer, 40_000), follow_redirects=False
    )
