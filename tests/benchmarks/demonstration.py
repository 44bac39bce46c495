"""The demonstration province, built for a measurement and opened as the pages open it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import streamlit as st

from pages.ui import session


@contextmanager
def opened() -> Iterator[Path]:
    """The database's file, while what is inside runs; afterwards nothing holds it any more."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "demo.duckdb"
        os.environ["SIX_STRENGTHS_DB"] = str(file)
        command = [sys.executable, "-m", "assessment", "demo"]
        subprocess.run(command, cwd=session.ROOT, check=True, stdout=subprocess.DEVNULL)
        yield file
        session.store().close()
        st.cache_resource.clear()
