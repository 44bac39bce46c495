"""A PostgreSQL server of our own for one test session: in a temporary folder, on a socket there."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg


def _program(name: str) -> str:
    """Debian keeps servers off the PATH, a folder a version."""
    found = shutil.which(name) or next(
        (str(p) for p in sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)),
        None,
    )
    assert found, f"{name} is missing: run scripts/system-packages (make test does)"
    return found


def _as_somebody() -> list[str]:
    """PostgreSQL refuses to run as root; Debian's package brings the user postgres."""
    return ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []


@contextmanager
def server() -> Iterator[psycopg.Connection]:
    """A connection to a fresh, empty server that listens on no network address."""
    with TemporaryDirectory() as name:
        if os.geteuid() == 0:
            shutil.chown(name, "postgres", "postgres")
        with (
            _started(Path(name)),
            psycopg.connect(host=name, user="tester", dbname="postgres") as connection,
        ):
            yield connection


@contextmanager
def _started(folder: Path) -> Iterator[None]:
    data = folder / "data"
    run = _as_somebody()
    _quietly([*run, _program("initdb"), "-D", str(data), "-U", "tester", "-A", "trust"], folder)
    options = f"-k {folder} -c listen_addresses='' -c fsync=off"
    control = [*run, _program("pg_ctl"), "-D", str(data), "-w"]
    _quietly([*control, "-o", options, "-l", str(folder / "log"), "start"], folder)
    try:
        yield
    finally:
        _quietly([*control, "-m", "immediate", "stop"], folder)


def _quietly(command: list[str], folder: Path) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=folder)
