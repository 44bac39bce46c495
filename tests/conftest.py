"""Fixtures many tests share. Stores are in memory unless a test is about the file."""

import fcntl
import gc
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from argon2 import PasswordHasher
from streamlit.components.v2 import manifest_scanner

from assessment.framework.model import Framework
from assessment.kernel import clock
from assessment.office.people import passwords
from assessment.store.blobs import beside
from assessment.store.database import MEMORY, Store
from tests import demonstration_key, quick
from tests.kit import standing_clock, stores
from tests.kit.copies import copied
from tests.kit.province import three_counties

ROOT = Path(__file__).parents[1]
SMALL = ("--prefecture", "430600", "--period", "2024")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--moment", help="when the run takes place; see tests/kit/standing_clock.py")


def pytest_configure(config: pytest.Config) -> None:
    """Stop the clock before a test file is imported; workers stand where the first process does."""
    if config.option.moment is None:
        config.option.moment = standing_clock.here()
    standing_clock.stand(config.option.moment)


def pytest_collection_finish() -> None:
    """What stands until the end need not be looked through again whenever rubbish is collected."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is not quick, and what asks for the demonstration province."""
    quick.mark(items)
    for item in items:
        if {"demo_database", "small_demo"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("demonstration")


@pytest.fixture(autouse=True, scope="session")
def _quick_hashes() -> Iterator[None]:
    """Passwords are hashed in no time; that they are hashed well has tests of its own."""
    hasher = PasswordHasher(time_cost=1, memory_cost=16, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_HASHER", hasher)
        patch.setattr(passwords, "_NOBODYS", hasher.hash("nobody"))
        yield


@pytest.fixture(autouse=True, scope="session")
def _one_thread_a_database() -> Iterator[None]:
    """Tests run on every core already, and a query of three counties is slower on two threads."""
    connect = duckdb.connect

    def on_one_thread(
        database: str = MEMORY, *, config: Mapping[str, Any] | None = None, **how: Any
    ) -> duckdb.DuckDBPyConnection:
        return connect(database, config={"threads": 1, **(config or {})}, **how)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(duckdb, "connect", on_one_thread)
        yield


@pytest.fixture(autouse=True, scope="session")
def _one_scan_for_components() -> Iterator[None]:
    """`AppTest` reads the metadata of every installed package for each app, a third of a second:
    once a process is enough."""
    with pytest.MonkeyPatch.context() as patch:
        scan = cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", scan)
        yield


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with every table and nothing in it, for stores that begin as it is."""
    file = tmp_path_factory.mktemp("empty") / "empty.duckdb"
    Store(file).close()
    return file


@pytest.fixture
def store(empty_database: Path) -> Iterator[Store]:
    """An empty store."""
    opened = Store(begins_as=empty_database)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def framework() -> Framework:
    return Framework.model_validate(yaml.safe_load(three_counties.FRAMEWORK.read_text("utf-8")))


@pytest.fixture(scope="session")
def province_database(tmp_path_factory: pytest.TempPathFactory, framework: Framework) -> Path:
    """Everything the docstring of `three_counties` says, in a file."""
    file = tmp_path_factory.mktemp("province") / "province.duckdb"
    store = Store(file)
    three_counties.settle(store)
    three_counties.answer(store, framework)
    three_counties.honour(store)
    three_counties.send_teams(store)
    three_counties.visit(store)
    store.close()
    return file


@pytest.fixture
def province(province_database: Path) -> Iterator[Store]:
    """A store that holds what `province_database` does."""
    with stores.beginning_as(province_database) as store:
        yield store


@pytest.fixture(scope="session")
def demo_database(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration province in a file, made by the command a visitor's is made by.

    Its seed is fixed and it tells of the weeks before the day it is built, so it is kept for the
    runs of that day, until something it is made from changes. A
    process that has it open keeps others out: give a server a copy of its own.
    """
    return _kept(Path(pytestconfig.cache.mkdir("demonstration")), tmp_path_factory)


@pytest.fixture(scope="session")
def small_demo(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One prefecture in one year, and the year that is under way: built in seconds, kept alike."""
    return _kept(Path(pytestconfig.cache.mkdir("small_demonstration")), tmp_path_factory, SMALL)


def _kept(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, options: Sequence[str] = ()
) -> Path:
    built = f"{clock.today():%Y%m%d}-{demonstration_key.key()}.duckdb"
    with (folder / "building").open("w") as building:
        # One of several workers builds it, and the others wait.
        fcntl.flock(building, fcntl.LOCK_EX)
        return _copied(folder / built, tmp_path_factory, options)


def _copied(kept: Path, tmp_path_factory: pytest.TempPathFactory, options: Sequence[str]) -> Path:
    if not kept.exists():
        made = tmp_path_factory.mktemp("demonstration") / "new.duckdb"
        to_file = ("--database", str(made))
        command = standing_clock.standing("assessment", "demo", *to_file, *options)
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        for old in kept.parent.glob("*.duckdb"):
            old.unlink()
            shutil.rmtree(beside(old), ignore_errors=True)
        if beside(made).exists():
            shutil.move(beside(made), beside(kept))
        shutil.move(made, kept)
    copy = tmp_path_factory.mktemp("copy") / "demonstration.duckdb"
    return copied(kept, copy)
