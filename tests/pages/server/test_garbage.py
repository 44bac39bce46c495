"""Garbage is collected between clicks, and all of it in the end."""

import gc
import weakref
from collections.abc import Iterator
from pathlib import Path

import anyio
import pytest
from streamlit import config

from pages.server import garbage
from tests.pages.conftest import Opener, opener

VISITORS = 10
RUNS = 2_000
GROWTH = 1.1
PAGES = ("rankings", "people", "periods", "teams", "review")


class Ring:
    """A cycle, which reference counts never free."""

    def __init__(self) -> None:
        self.own = self


@pytest.fixture(autouse=True)
def _given_back() -> Iterator[None]:
    yield
    gc.unfreeze()
    gc.collect()


@pytest.fixture
def open_reviewed(
    reviewed_database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Opener]:
    yield from opener(reviewed_database, tmp_path, monkeypatch)


def test_streamlit_collects_nothing_after_a_run() -> None:
    assert config.get_option("runner.postScriptGC") is False


def test_a_young_collection_frees_what_was_made_since_the_last() -> None:
    garbage.collect(whole=False)
    ring = weakref.ref(Ring())
    garbage.collect(whole=False)
    assert ring() is None


def test_a_whole_collection_frees_what_became_garbage_after_it_was_frozen() -> None:
    ring = Ring()
    garbage.collect(whole=False)
    freed = weakref.ref(ring)
    del ring
    garbage.collect(whole=True)
    assert freed() is None


def test_the_server_collects_on_a_timer_and_gives_all_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(garbage, "EVERY", 0.001)
    monkeypatch.setattr(garbage, "WHOLE", 2)
    before, ring = gc.get_threshold(), Ring()
    freed = weakref.ref(ring)

    async def serve() -> None:
        nonlocal ring
        async with garbage.collected():
            assert gc.get_freeze_count() > 0
            del ring
            with anyio.fail_after(10):
                while freed() is not None:
                    await anyio.sleep(0.001)

    anyio.run(serve)
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0


@pytest.mark.thorough
def test_memory_stays_as_it_is_over_two_thousand_runs(open_reviewed: Opener) -> None:
    """As the server collects: young ones all the time, a whole one now and then."""
    visit(open_reviewed, RUNS // 5)
    garbage.collect(whole=True)
    before = resident()
    visit(open_reviewed, RUNS)
    garbage.collect(whole=True)
    assert resident() < before * GROWTH


def visit(open_reviewed: Opener, runs: int) -> None:
    for count in range(runs):
        if count % (runs // VISITORS) == 0:
            shown = open_reviewed(PAGES[count // (runs // VISITORS) % len(PAGES)])
        shown.run()
        assert not shown.exception
        if count % 20 == 0:
            garbage.collect(whole=False)


def resident() -> int:
    """Pages of memory this process has."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[1])
