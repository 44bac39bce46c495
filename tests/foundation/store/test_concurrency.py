"""Many who write at once lose nothing, and the chain of what they did holds."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from assessment.store import audit_chain
from assessment.store.database import Store
from assessment.units import settings_table

THREADS, TIMES = 8, 100


def add_one(store: Store, name: str) -> None:
    """Read and write in one turn, as every service does that builds on what is there."""
    with store.writing(actor=name, action="setting.add", subject="count", facts={}) as cursor:
        found = cursor.execute("select value from setting where name = 'count'").fetchall()
        number = int(found[0][0]) if found else 0
        settings_table.record(cursor, settings_table.Setting("count", str(number + 1)))


def test_eight_times_a_hundred_is_eight_hundred(tmp_path: Path) -> None:
    store = Store(tmp_path / "six.duckdb")
    ready = Barrier(THREADS)

    def work(thread: int) -> None:
        ready.wait()
        for _ in range(TIMES):
            add_one(store, f"thread {thread}")

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(work, range(THREADS)))
    with store.reading() as cursor:
        (count,) = cursor.execute("select value from setting where name = 'count'").fetchall()
        by_thread = cursor.execute("select count(*) from audit group by actor").fetchall()
        walked = audit_chain.walk(cursor)
    store.close()
    assert count == (str(THREADS * TIMES),)
    assert by_thread == [(TIMES,)] * THREADS
    assert (walked.records, walked.broken_at) == (THREADS * TIMES, None)


def test_two_stores_of_one_process_on_one_file_take_turns_too(tmp_path: Path) -> None:
    """Such as after the server's cache was emptied while somebody still held the old one."""
    stores = [Store(tmp_path / "six.duckdb") for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda store: [add_one(store, "x") for _ in range(50)], stores))
    with stores[0].reading() as cursor:
        assert audit_chain.walk(cursor).records == 100
    for store in stores:
        store.close()


def test_a_write_that_fails_leaves_no_link(store: Store) -> None:
    for fails in (False, True, False):
        try:
            with store.writing(actor="li", action="x", subject="*", facts={}):
                if fails:
                    raise ValueError
        except ValueError:
            pass
    with store.reading() as cursor:
        walked = audit_chain.walk(cursor)
    assert (walked.records, walked.broken_at) == (2, None)
