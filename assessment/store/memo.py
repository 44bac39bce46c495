"""What is computed from a store, kept until a table that it was computed from is written.

Which tables these are is noted while it is computed, so no list of them can be wrong. Each key has
a lock of its own: who asks for the same waits for it, and nobody waits for another's.
"""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary, WeakValueDictionary

from cachetools import LRUCache

from assessment.store.database import Store
from assessment.store.query_cache import Answer, note, noting

T = TypeVar("T")


class Identity:
    """An object as part of a key: it itself, for it holds mappings and has no hash."""

    def __init__(self, value: object) -> None:
        self._value = value

    def __hash__(self) -> int:
        return id(self._value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Identity) and self._value is other._value


class _Turn:
    """The lock of a key, as long as somebody computes or waits for it."""

    __slots__ = ("__weakref__", "lock")

    def __init__(self) -> None:
        self.lock = Lock()


class Memo(Generic[T]):
    """Values of one kind, by store and key."""

    def __init__(self, most: int) -> None:
        """Of each store `most` are kept; beyond that, those go that were not asked for longest."""
        self._most = most
        self._lock = Lock()
        self._kept: WeakKeyDictionary[Store, LRUCache[Hashable, Answer]] = WeakKeyDictionary()
        self._turns: WeakValueDictionary[tuple[int, Hashable], _Turn] = WeakValueDictionary()

    def get(self, store: Store, key: Hashable, compute: Callable[[], T]) -> T:
        """What `compute` gave for this key, or gives now. What it raises is not kept."""
        known = self._current(store, key)
        if known is None:
            with self._lock:
                turn = self._turns.setdefault((id(store), key), _Turn())
            with turn.lock:
                known = self._current(store, key) or self._computed(store, key, compute)
        note(known.tables)
        value: T = known.value
        return value

    def _current(self, store: Store, key: Hashable) -> Answer | None:
        with self._lock:
            kept = self._kept.get(store)
            known = None if kept is None else kept.get(key)
        return known if known is not None and store.is_current(known) else None

    def _computed(self, store: Store, key: Hashable, compute: Callable[[], T]) -> Answer:
        writes = store.writes
        with noting() as tables:
            value = compute()
        answer = Answer(value, frozenset(tables), writes)
        with self._lock:
            self._kept.setdefault(store, LRUCache(self._most))[key] = answer
        return answer
