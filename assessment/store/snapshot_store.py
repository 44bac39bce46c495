"""The database as one snapshot holds it: the same questions, answered with what was published.

What scores rest on is read from the schema `published` of migration 0006, and everything else from
where it always is. Nothing can be written through it.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from typing import TypeVar

import duckdb

from assessment.errors import AssessmentError
from assessment.store import row_seals
from assessment.store.database import Store
from assessment.store.query_cache import Answer, QueryCache, Tables
from assessment.store.relations import MAIN

T = TypeVar("T")


PUBLISHED = "published"
"""The schema whose relations are those of a snapshot."""


class SnapshotChanged(AssessmentError):
    """What was published is not what the snapshot holds now: somebody changed it in the file."""

    key = "error.snapshot_changed"

    def __init__(self, *, number: int) -> None:
        super().__init__(number=number)


class _Apart(QueryCache):
    """What was asked of a snapshot, kept beside what was asked of the file, and as long."""

    def __init__(self, query_cache: QueryCache, snapshot: int) -> None:
        self._beside, self._number = query_cache, snapshot

    @property
    def writes(self) -> int:
        return self._beside.writes

    def once(self, question: tuple[Hashable, ...], tables: Tables, answer: Callable[[], T]) -> T:
        return self._beside.once((self._number, *question), tables, answer)

    def is_current(self, answer: Answer) -> bool:
        return self._beside.is_current(answer)


class SnapshotStore(Store):
    """`base` at a snapshot. Get it from `at`, so that what is kept for it is found again."""

    def __init__(self, base: Store, snapshot: int) -> None:
        self._base, self.snapshot = base, snapshot
        self._answered = _Apart(base._answered, snapshot)
        self._relations, self._path = base._relations, (PUBLISHED, MAIN)

    @property
    def base(self) -> Store:
        return self._base

    @property
    def revision(self) -> int:
        """What a snapshot holds never changes."""
        return 0

    @contextmanager
    def writing(
        self, *, actor: str, action: str, subject: str, facts: Mapping[str, object]
    ) -> Iterator[duckdb.DuckDBPyConnection]:
        raise RuntimeError("a snapshot is not written to")
        yield  # What makes it a context, as that of the base is.

    def close(self) -> None:
        """It is the base that has the file open."""

    @contextmanager
    def _cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        with self._base._cursor() as cursor:
            look_there(cursor, self.snapshot)
            yield cursor


def look_there(cursor: duckdb.DuckDBPyConnection, snapshot: int) -> None:
    """Let every relation a snapshot has be read from it on this cursor, until `look_here`."""
    cursor.execute("set variable snapshot = $snapshot::bigint", {"snapshot": snapshot})
    cursor.execute(f"set search_path = '{PUBLISHED},{MAIN}'")


def look_here(cursor: duckdb.DuckDBPyConnection) -> None:
    cursor.execute("set search_path = 'main'")


def at(store: Store, snapshot: int) -> SnapshotStore:
    """The store at a snapshot: one object for each, as long as the store lives.

    Raises `SnapshotChanged` where it does not hold what was published.
    """
    base = store.base if isinstance(store, SnapshotStore) else store
    kept: dict[int, SnapshotStore] = base.__dict__.setdefault("_at_snapshots", {})
    if snapshot not in kept:
        if not is_intact(base, snapshot):
            raise SnapshotChanged(number=snapshot)
        kept[snapshot] = unchecked(base, snapshot)
    return kept[snapshot]


def unchecked(base: Store, snapshot: int) -> SnapshotStore:
    """The store at a snapshot that may have been changed: for who verifies it."""
    return SnapshotStore(base, snapshot)


def is_intact(store: Store, snapshot: int) -> bool:
    """Whether a snapshot holds, row by row, what was sealed when it was published."""
    base = store.base if isinstance(store, SnapshotStore) else store
    with base.reading() as cursor:
        found = cursor.execute(
            "select audit from main.snapshot where snapshot = $snapshot", {"snapshot": snapshot}
        ).fetchall()
        return len(found) == 1 and row_seals.intact(cursor, found[0][0])
