"""The database file: opened once, hardened, read on cursors, written under one lock.

A DuckDB connection is not safe to share between threads, and every visitor is a thread, so each
call works on a cursor of its own. Writers take turns. DuckDB lets one process in; a second is told
so. SQL run here can reach no other file, no other host and no setting.
"""

import errno
import json
import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile
from typing import TypeVar

import duckdb
import pandas as pd

from assessment.errors import AssessmentError, DatabaseBusy, DatabaseUnreadable
from assessment.kernel import clock
from assessment.kernel.places import ROOT
from assessment.store import audit_chain, schema
from assessment.store.blobs import Blobs
from assessment.store.query_cache import QueryCache

T = TypeVar("T")

MEMORY = ":memory:"

PROBE = 64 * 1024
"""Bytes written beside the database to see whether the disk takes any."""

COULD_NOT_WRITE = "Could not write"
"""How DuckDB begins what it says of a full disk, under several classes of error."""

_LOCKS: dict[str, threading.Lock] = {}
_ANSWERED: dict[str, QueryCache] = {}
"""One write lock, and one memory of what was asked, per file: shared by every `Store` this process
opens on it."""


class NoDatabaseThere(DatabaseUnreadable):
    """The path cannot hold a database: it is a folder, or its folder does not exist."""

    key = "store.no_database_there"


class DatabaseNotOurs(DatabaseUnreadable):
    """A DuckDB file with somebody else's tables in it."""

    key = "store.database_not_ours"


class DatabaseNewer(DatabaseUnreadable):
    """A later version of this software has written the file."""

    key = "store.database_newer"


class MigrationsChanged(DatabaseUnreadable):
    """Migrations that the file has had were edited afterwards in this software."""

    key = "store.migrations_changed"


class DatabaseDamaged(DatabaseUnreadable):
    """Not a DuckDB file, or one that has been cut short."""

    key = "store.database_damaged"


class DatabaseNotWritten(AssessmentError):
    """The disk did not take what was to be written; the file holds what it held before."""

    key = "store.database_not_written"

    def __init__(self, *, file: str, detail: str) -> None:
        super().__init__(file=file, detail=detail)


def default_file() -> Path:
    """`$SIX_STRENGTHS_DB`, or else `data/six_strengths.duckdb` beside the code."""
    named = os.environ.get("SIX_STRENGTHS_DB")
    return Path(named) if named else ROOT / "data" / "six_strengths.duckdb"


def _named(parameters: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """What was asked, as it can be kept: a list, which a question may name, cannot be a key."""
    for name, value in sorted(parameters.items()):
        yield name, tuple(value) if isinstance(value, list) else value


class Store:
    """One DuckDB file, shared by every session of this process."""

    def __init__(self, file: Path | str = MEMORY, *, begins_as: Path | None = None) -> None:
        """Open, migrate and harden. Raises `DatabaseBusy`, `DatabaseUnreadable` or
        `DatabaseNotWritten`, and then the file is as it was.

        A store in memory begins with a copy of what the file `begins_as` holds, which this version
        has written.
        """
        self._file = file
        if str(file) == MEMORY:
            self._lock, self._answered = threading.Lock(), QueryCache()
            self._connection = _in_memory(begins_as)
        else:
            path = Path(file).resolve()
            _inspect(path)
            self._lock = _LOCKS.setdefault(str(path), threading.Lock())
            self._answered = _ANSWERED.setdefault(str(path), QueryCache())
            self._answered.forget()
            self._connection = _opened(path)
        try:
            if begins_as is None:
                with self._lock, self._on_disk():
                    schema.migrate(self._connection)
        except BaseException:
            self._connection.close()
            raise
        self._writer: int | None = None
        self.blobs = Blobs(None if str(file) == MEMORY else Path(file).resolve())

    def ask(self, question: str, into: type[T], **parameters: object) -> list[T]:
        """The answer to the query of that name, a row to an object.

        Columns are matched to fields by name, so a query and the class it fills cannot drift
        apart without the first call saying so.
        """

        def answer() -> list[T]:
            with self._cursor() as cursor:
                return ask_on(cursor, question, into, **parameters)

        return list(self._answered.once((question, into.__qualname__, *_named(parameters)), answer))

    def frame(self, question: str, **parameters: object) -> pd.DataFrame:
        """The answer to the query of that name as a frame; unknown is null, never zero."""

        def answer() -> pd.DataFrame:
            with self._cursor() as cursor:
                frame: pd.DataFrame = cursor.execute(_query(question), parameters).df()
                return frame

        kept = self._answered.once((question, *_named(parameters)), answer)
        return kept.copy(deep=False)

    @contextmanager
    def reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor that sees one moment of the database and can change nothing but temporary
        tables, which are gone afterwards."""
        with self._cursor() as cursor:
            cursor.execute("begin transaction read only")
            try:
                yield cursor
            finally:
                # A statement that failed may have ended the transaction already.
                with suppress(duckdb.TransactionException):
                    cursor.rollback()

    @contextmanager
    def writing(
        self, *, actor: str, action: str, subject: str, facts: Mapping[str, object]
    ) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor whose writes land together with their audit record, or not at all.

        Everything written is tied to that record; see migration 0001. Writers take turns, so do
        the checking and the parsing before. Raises `DatabaseNotWritten` when the disk is full.
        """
        if self._writer == threading.get_ident():
            raise RuntimeError("writing() inside writing() would wait for itself")
        with self._lock, self._on_disk(), self._cursor() as cursor:
            self._writer = threading.get_ident()
            try:
                cursor.begin()
                _audit(cursor, actor, action, subject, facts)
                yield cursor
                cursor.commit()
                self._answered.forget()
            except BaseException:
                with suppress(duckdb.TransactionException):
                    cursor.rollback()
                raise
            finally:
                self._writer = None

    @property
    def revision(self) -> int:
        """The number of the last audit record: changes with every write, so it is a cache key."""

        def answer() -> int:
            with self._cursor() as cursor:
                found = cursor.execute("select coalesce(max(audit), 0) from audit").fetchall()
            return int(found[0][0])

        return self._answered.once(("revision",), answer)

    def must_take_writes(self) -> None:
        """Raises `DatabaseNotWritten` when the disk takes nothing; the file stays as it is."""
        if str(self._file) == MEMORY:
            return
        try:
            with TemporaryFile(dir=Path(self._file).parent) as probe:
                probe.write(bytes(PROBE))
                probe.flush()
                os.fsync(probe.fileno())
        except OSError as error:
            detail = error.strerror or type(error).__name__
            raise DatabaseNotWritten(file=str(self._file), detail=detail) from error

    def close(self) -> None:
        """Let go of the file. What was committed is safe with or without this."""
        self._connection.close()
        self.blobs.close()

    @contextmanager
    def _on_disk(self) -> Iterator[None]:
        """Tell a disk that does not take what is written from a mistake of ours."""
        try:
            yield
        except duckdb.Error as error:
            if COULD_NOT_WRITE not in str(error):
                raise
            detail = str(error).splitlines()[0].rpartition(": ")[2]
            raise DatabaseNotWritten(file=str(self._file), detail=detail) from error

    @contextmanager
    def _cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        cursor = self._connection.cursor()
        try:
            yield cursor
        finally:
            cursor.close()


def ask_on(
    cursor: duckdb.DuckDBPyConnection, question: str, into: type[T], **parameters: object
) -> list[T]:
    """As `Store.ask`, of the moment that `cursor` sees; the answer is not kept."""
    cursor.execute(_query(question), parameters)
    names = [column[0] for column in cursor.description or ()]
    return [into(**dict(zip(names, row, strict=True))) for row in cursor.fetchall()]


@cache
@cache
def queries() -> Mapping[str, Path]:
    """Every query by its name. A capability keeps its queries; no two have one name."""
    return {file.stem: file for file in (ROOT / "assessment").rglob("queries/*.sql")}


def _query(question: str) -> str:
    return queries()[question].read_text("utf-8")


def _audit(
    cursor: duckdb.DuckDBPyConnection,
    actor: str,
    action: str,
    subject: str,
    facts: Mapping[str, object],
) -> None:
    told = json.dumps(dict(facts), ensure_ascii=False, default=str)
    number = audit_chain.append(cursor, clock.now(), actor, action, subject, told)
    cursor.execute("set variable audit = $audit::bigint", {"audit": number})


def _settings(file: Path | None) -> dict[str, str | bool | int | float | list[str]]:
    """SQL may reach nothing but this file, and may not change that.

    Half the memory is left to the pages; what does not fit in the other half goes to a folder
    beside the file.
    """
    return {
        "enable_external_access": "false",
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "allow_community_extensions": "false",
        "memory_limit": "50%",
        "temp_directory": f"{file}.tmp" if file else "",
        "lock_configuration": "true",
    }


def _in_memory(template: Path | None) -> duckdb.DuckDBPyConnection:
    if template is None:
        return duckdb.connect(MEMORY, config=_settings(None))
    connection = duckdb.connect(MEMORY)
    name = str(template).replace("'", "''")
    connection.execute(f"attach '{name}' as template (read_only)")
    connection.execute("copy from database template to memory")
    connection.execute("detach template")
    settings = _settings(None)
    locked = settings.pop("lock_configuration")
    for setting, value in sorted(settings.items(), reverse=True):
        connection.execute(f"set global {setting} = '{value}'")
    connection.execute(f"set global lock_configuration = {locked}")
    return connection


def _inspect(file: Path) -> None:
    """Raise unless the file is absent or one of ours, whole, and no newer than this code."""
    if file.is_dir() or not file.parent.is_dir():
        raise NoDatabaseThere(file=str(file), detail="")
    if not file.exists():
        return
    # Not by opening it: to close it again would let go of the lock this process may have on it.
    if not os.access(file, os.R_OK | os.W_OK):
        raise DatabaseUnreadable(file=str(file), detail=os.strerror(errno.EACCES))
    try:
        connection = duckdb.connect(str(file), read_only=True, config=_settings(file))
    except duckdb.ConnectionException:
        return  # This process has it open already, and inspected it then.
    except duckdb.Error as error:
        raise _as_ours(error, file) from error
    try:
        history = schema.history_of(connection)
        if history is None:
            raise DatabaseNotOurs(file=str(file), detail="")
        if history.newer:
            newest = schema.migrations()[-1].version
            raise DatabaseNewer(file=str(file), detail=f"{max(history.newer)} > {newest}")
        if history.changed:
            raise MigrationsChanged(file=str(file), detail=", ".join(history.changed))
        if schema.is_cut_short(connection, file):
            raise DatabaseDamaged(file=str(file), detail="")
    except duckdb.Error as error:
        raise _as_ours(error, file) from error
    finally:
        connection.close()


def _opened(file: Path) -> duckdb.DuckDBPyConnection:
    try:
        return duckdb.connect(str(file), config=_settings(file))
    except duckdb.Error as error:
        raise _as_ours(error, file) from error


def _as_ours(error: duckdb.Error, file: Path) -> DatabaseBusy | DatabaseUnreadable:
    if isinstance(error, duckdb.IOException) and "Could not set lock" in str(error):
        return DatabaseBusy(file=str(file))
    return DatabaseDamaged(file=str(file), detail=str(error).splitlines()[0])
