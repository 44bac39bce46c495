"""Stores in memory that begin as a file does: a copy costs a tenth of all migrations.

`beginning_as` uses a store again for as long as nobody writes to it, for a copy costs more than
most tests that only look. Whoever writes has the store alone: it is closed afterwards, and the
next test gets a new copy.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import duckdb

from assessment.store.database import Store

_FOLDER = tempfile.TemporaryDirectory(prefix="prepared-")
"""Goes when the process ends."""

_untouched: dict[Path, Store] = {}


def new(prepare: Callable[[Store], object] = lambda store: None) -> Store:
    """A store of one's own, after `prepare`, which is a function of a module."""
    return Store(begins_as=_prepared(prepare))


@cache
def _prepared(prepare: Callable[[Store], object]) -> Path:
    file = Path(_FOLDER.name, f"{_prepared.cache_info().currsize}.duckdb")
    store = Store(file)
    prepare(store)
    store.close()
    return file


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
