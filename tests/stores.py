"""Stores in memory that begin as a file does, each used again for as long as nobody writes to it.

A copy costs more than most tests that only look. Whoever writes has the store alone: it is closed
afterwards, and the next test gets a new copy.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from assessment.store.database import Store

_untouched: dict[Path, Store] = {}


@contextmanager
def beginning_as(file: Path) -> Iterator[Store]:
    """A store with what the file holds, and nothing of what other tests wrote."""
    store = _untouched.pop(file, None) or Store(begins_as=file)
    before = _records(store)
    yield store
    if _records(store) == before:
        _untouched[file] = store
    else:
        store.close()


def _records(store: Store) -> int | None:
    """How many audit records there are, and every write has one; None when it was closed."""
    try:
        with store.reading() as cursor:
            return len(cursor.table("audit"))
    except duckdb.ConnectionException:
        return None
