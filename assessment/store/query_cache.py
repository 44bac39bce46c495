"""What has been asked since the last write, kept until the next: most of a click asks the same.

One process holds the file, and every write goes through `Store.writing`, so nothing here outlives
what it was answered from. Planning a query takes the database longer than looking it up.
"""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

MOST = 400
"""Answers kept; when there are more, all are forgotten and asked again."""

T = TypeVar("T")


class QueryCache:
    """Answers by question, of one database file."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._writes = 0
        self._kept: dict[tuple[Hashable, ...], Any] = {}

    @property
    def writes(self) -> int:
        return self._writes

    def once(self, question: tuple[Hashable, ...], answer: Callable[[], T]) -> T:
        """The answer kept, or `answer()`, which is kept unless something was written meanwhile."""
        with self._lock:
            if question in self._kept:
                found: T = self._kept[question]
                return found
            before = self._writes
        found = answer()
        with self._lock:
            if before == self._writes:
                if len(self._kept) >= MOST:
                    self._kept.clear()
                self._kept[question] = found
        return found

    def forget(self) -> None:
        """Called after every commit, and when the file is opened."""
        with self._lock:
            self._writes += 1
            self._kept.clear()
