"""Where things are, and for whom: the root of the checkout, and who may read what we write."""

import os
from pathlib import Path

ROOT = Path(__file__).parents[2]
"""Holds `app.py`, `indicators.yaml` and `data/`."""

OWNERS_FILE, OWNERS_ONLY = 0o600, 0o077
"""The mode of a file, and the mask of a process, of which only the owner may read anything."""


def keep_private() -> None:
    """Let whatever this process writes be read by nobody but its owner."""
    os.umask(OWNERS_ONLY)
