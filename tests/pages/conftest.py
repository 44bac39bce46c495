"""Pages as `AppTest` runs them: through the main script, without a browser."""

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from pages.ui import session, site

MAIN = session.ROOT / "pages" / "shell" / "main.py"
Opener = Callable[..., AppTest]
"""`open_page("county", unit="430626", lang="en")`: the app after its first run on that link."""


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

    def open_link(page: str = site.FIRST, **codes: str) -> AppTest:
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
