"""Results that cost a second, kept until the database or the framework changes."""

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from assessment.framework.model import Framework
from assessment.scores.basis.basis import Basis
from assessment.store.database import Store

T = TypeVar("T")

KEPT = 6
"""Results for each store: three years, for a framework being edited beside the one in force."""


class ResultCache(Generic[T]):
    """One computation's results by store, revision, framework and period."""

    def __init__(self) -> None:
        self._results: WeakKeyDictionary[Store, list[tuple[int, Framework, str, T]]] = (
            WeakKeyDictionary()
        )
        self._one_at_a_time = Lock()

    def get(self, here: Basis, period: str, compute: Callable[[], T]) -> T:
        """What `compute` gave for these when it was last asked, or gives now."""
        with self._one_at_a_time:
            revision = here.store.revision
            kept = self._results.setdefault(here.store, [])
            for computed_at, used, of, result in kept:
                if computed_at == revision and used is here.framework and of == period:
                    return result
            found = compute()
            kept.append((revision, here.framework, period, found))
            del kept[:-KEPT]
            return found
