"""Pages as `AppTest` runs them: through the main script, without a browser.

`AppTest` knows no cookies, so whoever opens a page is signed in first and the token put where the
page would read the cookie; all the rest is as in a browser.
"""

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from pages.ui import session, site
from tests import signed_in

MAIN = session.ROOT / "pages" / "shell" / "main.py"
Opener = Callable[..., AppTest]
"""`open_page("county", unit="430626", lang="en")`: the app after its first run on that link.

Opened by a reviewer of the whole province, or `as_="demo-county"`; `as_=None` is nobody.
"""


@pytest.fixture
def open_page(demo_database: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opener]:
    """Opens a link into the demonstration province."""
    yield from _opener(demo_database, monkeypatch)


@pytest.fixture
def open_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opener]:
    """Opens a link into a database nobody has put anything in yet."""
    yield from _opener(tmp_path / "empty.duckdb", monkeypatch)


def _opener(database: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opener]:
    monkeypatch.setenv("SIX_STRENGTHS_DB", str(database))

    tokens: dict[str | None, str | None] = {None: None}

    def open_link(
        page: str = site.FIRST, *, as_: str | None = signed_in.REVIEWER, **codes: str
    ) -> AppTest:
        if as_ not in tokens:
            tokens[as_] = signed_in.token(session.store(), as_, session.door())
        monkeypatch.setattr(session, "cookie", lambda: tokens[as_])
        app = AppTest.from_file(MAIN, default_timeout=60)
        for name, code in codes.items():
            app.query_params[name] = code
        if page != site.FIRST:
            app.switch_page(session.file_of(page))
        return app.run()

    yield open_link
    st.cache_resource.clear()
    # DuckDB lets go of the file when nothing refers to the store any more.
    gc.collect()
