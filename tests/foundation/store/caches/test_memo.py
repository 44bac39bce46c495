"""What is computed from a store is kept until what it was computed from is written."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from assessment.framework.model import Framework
from assessment.store.database import Store
from assessment.store.memo import Identity, Memo

SECONDS = 20.0


def set_title(store: Store) -> None:
    with store.writing(actor="test", action="setting.write", subject="*", facts={}) as cursor:
        cursor.execute("insert into setting_entry (name, value) values ('title', 'x')")


def record(store: Store) -> None:
    with store.writing(actor="test", action="x.x", subject="*", facts={}):
        pass


class Computing:
    """Counts how often something is computed that reads a query."""

    def __init__(self, read: Callable[[], object]) -> None:
        self.count, self._read = 0, read

    def __call__(self) -> int:
        self._read()
        self.count += 1
        return self.count


@pytest.mark.parametrize(
    ("question", "parameters", "stale"),
    [("setting", {"name": "title"}, True), ("unit_described", {}, False)],
)
def test_a_write_makes_stale_what_was_computed_from_its_tables(
    store: Store, question: str, parameters: dict[str, object], stale: bool
) -> None:
    memo: Memo[int] = Memo(2)
    computing = Computing(lambda: store.frame(question, **parameters))
    for _ in range(2):
        assert memo.get(store, "key", computing) == 1
    set_title(store)
    assert memo.get(store, "key", computing) == (2 if stale else 1)


def test_a_record_alone_leaves_everything_else_warm(store: Store) -> None:
    memo: Memo[int] = Memo(2)
    computing = Computing(lambda: store.frame("setting", name="title"))
    memo.get(store, "key", computing)
    record(store)
    assert memo.get(store, "key", computing) == 1


def test_what_is_kept_is_stale_when_what_it_was_made_of_is(store: Store) -> None:
    inner: Memo[int] = Memo(2)
    outer: Memo[int] = Memo(2)
    below = Computing(lambda: store.frame("setting", name="title"))
    above = Computing(lambda: inner.get(store, "below", below))
    inner.get(store, "below", below)
    assert outer.get(store, "above", above) == 1
    set_title(store)
    assert (outer.get(store, "above", above), below.count) == (2, 2)


def test_whoever_had_a_cursor_may_have_read_anything(store: Store) -> None:
    def look(*relations: str) -> None:
        with store.reading(*relations):
            pass

    memo: Memo[int] = Memo(2)
    anything, units = Computing(look), Computing(lambda: look("unit"))
    for key, computing in (("anything", anything), ("units", units)):
        memo.get(store, key, computing)
    record(store)
    assert memo.get(store, "anything", anything) == 2
    assert memo.get(store, "units", units) == 1


def test_one_of_many_computes_and_nobody_waits_for_another_key(store: Store) -> None:
    memo: Memo[str] = Memo(4)
    begun, release, computed = Event(), Event(), []

    def slow() -> str:
        begun.set()
        assert release.wait(SECONDS)
        computed.append("slow")
        return "slow"

    with ThreadPoolExecutor(4) as threads:
        waiting = [threads.submit(memo.get, store, "slow", slow) for _ in range(3)]
        assert begun.wait(SECONDS)
        quick = threads.submit(memo.get, store, "quick", lambda: "quick")
        assert quick.result(SECONDS) == "quick"
        release.set()
        assert [each.result(SECONDS) for each in waiting] == ["slow"] * 3
    assert computed == ["slow"]


def test_what_is_raised_is_not_kept(store: Store) -> None:
    memo: Memo[float] = Memo(2)
    with pytest.raises(ZeroDivisionError):
        memo.get(store, "key", lambda: 1 / 0)
    assert memo.get(store, "key", lambda: 2.0) == 2.0


def test_only_the_last_asked_for_are_kept(store: Store) -> None:
    memo: Memo[int] = Memo(2)
    computing = Computing(lambda: None)
    for key in ("a", "b", "a", "c", "a"):
        memo.get(store, key, computing)
    assert computing.count == 3
    memo.get(store, "b", computing)
    assert computing.count == 4


def test_threads_that_read_at_once_note_only_what_is_their_own(store: Store) -> None:
    memo: Memo[int] = Memo(4)
    together = Barrier(2)

    def reading(question: str, **parameters: str) -> Computing:
        return Computing(lambda: (together.wait(SECONDS), store.frame(question, **parameters)))

    settings, units = reading("setting", name="title"), reading("unit_described")
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(lambda each: memo.get(store, *each), [("s", settings), ("u", units)]))
    set_title(store)
    assert memo.get(store, "u", units) == 1


def test_a_framework_is_told_from_its_equal(framework: Framework) -> None:
    assert Identity(framework) == Identity(framework)
    assert Identity(framework) != Identity(framework.model_copy())
