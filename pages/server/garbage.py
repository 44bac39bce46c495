"""Collects garbage between clicks: what is kept for good is not looked through at every one.

Reference counts free most of what a run leaves; only cycles wait for a collection. Streamlit would
collect everything after each run, which costs more than most pages do: `runner.postScriptGC` in
`.streamlit/config.toml` turns that off, and this does it on a timer. A young collection looks at
what was made since the last one and then freezes what is left of it. A whole one looks at all,
so that a frozen cycle nobody needs any more, such as the session of a visitor who left, goes too.
"""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio
from anyio import to_thread

EVERY = 20.0
"""Seconds between two collections."""

WHOLE = 30
"""Every which collection is a whole one: once in ten minutes."""

YOUNG = 20_000
"""Objects made after which Python looks through the newest by itself. A run makes as many; its own
700 would be reached dozens of times a run."""


def collect(*, whole: bool) -> None:
    """Free what nothing refers to, and put what is left beyond Python's own collections."""
    if whole:
        gc.unfreeze()
    gc.collect()
    gc.freeze()


@asynccontextmanager
async def collected() -> AsyncIterator[None]:
    """Collections on a timer, while what is inside runs. At the end everything is given back, or
    the database's library would report it as leaked."""
    before = gc.get_threshold()
    gc.set_threshold(YOUNG, *before[1:])
    collect(whole=True)
    try:
        async with anyio.create_task_group() as timer:
            timer.start_soon(_repeatedly)
            yield
            timer.cancel_scope.cancel()
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


async def _repeatedly() -> None:
    count = 0
    while True:
        await anyio.sleep(EVERY)
        count += 1
        await to_thread.run_sync(lambda whole: collect(whole=whole), count % WHOLE == 0)
