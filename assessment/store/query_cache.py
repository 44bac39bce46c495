"""What has been asked, kept until a table that it was answered from is written.

One process holds the file, and every write goes through `Store.writing`, so nothing here outlives
what it was answered from. Planning a query takes the database longer than looking it up.
"""

from collections.abc import Callable, Collection, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final, TypeVar

from cachetools import LRUCache

MOST = 600
"""Answers kept; beyond that, those go that were not asked for the longest."""

T = TypeVar("T")

Tables = frozenset[str]

EVERYTHING: Final[Tables] = frozenset({"*"})
"""Read by whoever has a cursor of the database, which may ask what it likes."""

_read: ContextVar[set[str] | None] = ContextVar("read", default=None)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered, from which tables, and after how many writes."""

    value: Any
    tables: Tables
    writes: int


class QueryCache:
    """Answers by question, of one database file, and when each of its tables was written last."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._writes = 0
        self._written: dict[str, int] = {}
        self._all_written = 0
        self._kept: LRUCache[tuple[Hashable, ...], Answer] = LRUCache(MOST)

    @property
    def writes(self) -> int:
        return self._writes

    def once(self, question: tuple[Hashable, ...], tables: Tables, answer: Callable[[], T]) -> T:
        """The answer kept, or `answer()`, which is read from `tables`."""
        note(tables)
        with self._lock:
            known = self._kept.get(question)
            writes = self._writes
        if known is not None and self.is_current(known):
            kept: T = known.value
            return kept
        found = answer()
        with self._lock:
            self._kept[question] = Answer(found, tables, writes)
        return found

    def is_current(self, answer: Answer) -> bool:
        """Whether nothing was written since to what it was read from."""
        if answer.tables >= EVERYTHING:
            return answer.writes == self._writes
        last = max((self._written.get(table, 0) for table in answer.tables), default=0)
        return answer.writes >= max(last, self._all_written)

    def forget(self, written: Collection[str]) -> None:
        """Called after every commit, with the tables it wrote to."""
        with self._lock:
            self._writes += 1
            self._written.update(dict.fromkeys(written, self._writes))

    def forget_all(self) -> None:
        """Called when the file is opened."""
        with self._lock:
            self._writes += 1
            self._all_written = self._writes
            self._kept.clear()


def note(tables: Tables) -> None:
    """Record that these were read, for whoever keeps what is computed from them."""
    read = _read.get()
    if read is not None:
        read |= tables


@contextmanager
def noting() -> Iterator[set[str]]:
    """The tables that are read while what is inside runs; they count for what is around it too."""
    read: set[str] = set()
    token = _read.set(read)
    try:
        yield read
    finally:
        _read.reset(token)
        note(frozenset(read))
