"""What is resolved once in a run of a page, or of a part of it: who asks, by which framework.

A run begins with a click and lasts as long as the script: callbacks, main script and page, or a
fragment alone. Nothing kept here reaches the next run. What follows from the database is resolved
again after any write (`Store.writes`), so whoever is disabled in the midst of a run does no more.
"""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from streamlit.runtime.scriptrunner import get_script_run_ctx

T = TypeVar("T")

Resolved = dict[str, tuple[tuple[Hashable, ...], Any]]

_runs: WeakKeyDictionary[object, Resolved] = WeakKeyDictionary()


def once(name: str, facts: tuple[Hashable, ...], resolve: Callable[[], T]) -> T:
    """What `name` is in this run while `facts`, which it follows from, are the same.

    Outside a run, as in a route of the server, it is resolved each time.
    """
    resolved = _resolved()
    if resolved is None:
        return resolve()
    known = resolved.get(name)
    if known is not None and known[0] == facts:
        kept: T = known[1]
        return kept
    value = resolve()
    resolved[name] = (facts, value)
    return value


def forget(name: str) -> None:
    """Resolve it anew when it is asked for next."""
    resolved = _resolved()
    if resolved is not None:
        resolved.pop(name, None)


def _resolved() -> Resolved | None:
    """Streamlit makes its coordinator anew for each run; its context it uses again."""
    context = get_script_run_ctx(suppress_warning=True)
    if context is None or context.parallel_coordinator is None:
        return None
    return _runs.setdefault(context.parallel_coordinator, {})
