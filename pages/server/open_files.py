"""How many files the operating system lets this process hold open, sockets among them, and holds.

Linux lets a process hold 1024 by default, and one may raise that to a limit the system sets. An
open tab takes four; what has none left can open neither a page's files nor the database.
"""

import os
from contextlib import suppress
from pathlib import Path

try:
    import resource
except ImportError:  # pragma: no cover - Windows has no such limit
    resource = None  # type: ignore[assignment]

ENOUGH = 65_536
"""More than this is not asked for: some programs walk over every number there could be."""

UNLIMITED = ENOUGH

OWN = 256
"""Kept for the database, the files of the pages, requests under way and tabs closed just now."""

A_TAB = 4
"""Its socket, and three that Streamlit opens for the loop in which its pages run."""

HELD = Path("/proc/self/fd")


def raise_limit() -> None:
    """Raise the limit as far as this process may."""
    if resource is None:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = ENOUGH if hard == resource.RLIM_INFINITY else min(hard, ENOUGH)
    if soft != resource.RLIM_INFINITY and soft < most:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def limit() -> int:
    """How many files this process may hold open now."""
    if resource is None:
        return UNLIMITED
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return UNLIMITED if soft == resource.RLIM_INFINITY else min(soft, UNLIMITED)


def held() -> int | None:
    """How many it holds open; None where the system does not say."""
    try:
        return len(os.listdir(HELD))
    except OSError:
        return None


def room_for_tabs() -> int:
    """How many tabs may be open at once, so that files are left for all the rest."""
    return max(1, (limit() - OWN) // A_TAB)
