"""The demonstration province, built for the measurements and opened as the pages open it."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import streamlit as st

from assessment.services import accounts
from pages.ui import session
from tests import signed_in
from tests.copies import copied

COUNTY = "430626"
"""The one whose pages are opened."""


@contextmanager
def built(options: tuple[str, ...], ready: Path | None = None) -> Iterator[Path]:
    """A database with the demonstration, gone afterwards: a copy of `ready`, or a new one."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "demo.duckdb"
        if ready is not None:
            yield copied(ready, file)
            return
        command = [sys.executable, "-m", "assessment", "demo", "--database", str(file), *options]
        subprocess.run(command, cwd=session.ROOT, check=True, stdout=subprocess.DEVNULL)
        yield file


@contextmanager
def opened(file: Path) -> Iterator[Mapping[str, str]]:
    """Everybody is signed in while what is inside runs: the token of each account."""
    with patch.dict(os.environ, SIX_STRENGTHS_DB=str(file)):
        store, door = session.store(), session.door()
        yield {
            row.account: signed_in.token(store, row.account, door)
            for row in accounts.demonstration(store)
        }
        store.close()
        st.cache_resource.clear()


@contextmanager
def visited(token: str) -> Iterator[None]:
    """Pages are asked for by whoever has this token; `AppTest` knows no cookies."""
    with patch.object(session, "cookie", lambda: token):
        yield
