"""A checkout of its own for each test that runs commands."""

import shutil
from pathlib import Path

import pytest

from scripts.checkout import ROOT
from tests.commands import checkout
from tests.commands.checkout import Checkout
from tests.kit.copies import copied

DATABASE = "data/six_strengths.duckdb"


@pytest.fixture
def here(tmp_path: Path) -> Checkout:
    """As it was cloned, with the packages installed."""
    folder = tmp_path / "checkout"
    folder.mkdir()
    return checkout.copy(folder)


@pytest.fixture
def ready(here: Checkout, small_demo: Path) -> Checkout:
    """With the small demonstration where a database is looked for."""
    copied(small_demo, here.folder / DATABASE)
    return here


@pytest.fixture
def checked(here: Checkout) -> Checkout:
    """With what mypy knows from the last `make static`, where there was one: half a minute less."""
    if (ROOT / ".mypy_cache").exists():
        shutil.copytree(ROOT / ".mypy_cache", here.folder / ".mypy_cache")
    return here
