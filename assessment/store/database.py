"""The database file: opened once, hardened, read on cursors, written under one lock.

A DuckDB connection is not safe to share between threads, and every visitor is a thread, so each
call works on a cursor of its own. Writers take turns. DuckDB lets one process in; a second is told
so. SQL run here can reach no other file, no other host and no setting.
"""

import json
import os
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import TypeVar, cast

import duckdb
import pandas as pd

from assessment.kernel import clock
from assessment.kernel.places import ROOT
from assessment.store import audit_chain, opening, row_seals, schema
from assessment.store.audit_chain import Record
from assessment.store.blobs import Blobs
from assessment.store.database_errors import (
    DatabaseDamaged,
    DatabaseNotCopied,
    DatabaseNotWritten,
)
from assessment.store.opening import MEMORY, log_of
from assessment.store.query_cache import EVERYTHING, Answer, QueryCache, Tables, note
from assessment.store.relations import AUDIT, MAIN, Relations
from assessment.store.sql_files import statement
from assessment.store.write_cursor import WriteCursor

T = TypeVar("T")

PROBE = 64 * 1024
"""Bytes written beside the database to see whether the disk takes any."""

COULD_NOT_WRITE = "Could not write"
"""How DuckDB begins what it says of a full disk, under several classes of error."""

PATIENCE = 60.0
"""Seconds that closing waits for who writes."""

WITH_EVERY_WRITE = frozenset({AUDIT, "audit_link", "row_seal"})
"""Tables that have a row of every commit."""

_LOCKS: dict[str, threading.Lock] = {}
_ANSWERED: dict[str, QueryCache] = {}
"""One write lock, and one memory of what was asked, per file: shared by every `Store` this process
opens on it."""


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

    def __init__(
        self,
        file: Path | str = MEMORY,
        *,
        begins_as: Path | None = None,
        read_only: bool = False,
    ) -> None:
        """Open, migrate and harden. Raises `DatabaseBusy`, `DatabaseUnreadable` or
        `DatabaseNotWritten`, and then the file is as it was.

        Read only, not a byte of the file is changed; one of an earlier version is refused with
        `DatabaseOlder`.

        A store in memory begins with a copy of what the file `begins_as` holds, which this version
        has written.
        """
        self._file = file
        if str(file) == MEMORY:
            self._lock, self._answered = threading.Lock(), QueryCache()
            self._connection = opening.in_memory(begins_as)
        else:
            path = Path(file).resolve()
            opening.inspect(path, read_only=read_only)
            self._lock = _LOCKS.setdefault(str(path), threading.Lock())
            self._answered = _ANSWERED.setdefault(str(path), QueryCache())
            self._answered.forget_all()
            self._connection = opening.opened(path, read_only=read_only)
        try:
            if begins_as is None and not read_only:
                with self._lock, self._on_disk():
                    schema.migrate(self._connection)
                self.checkpoint()
        except BaseException:
            self._connection.close()
            raise
        self._unsealed = {row_seals.MIGRATION}
        self._sealed_tables = row_seals.sealed_tables(self._connection)
        self._writer: int | None = None
        self._relations = Relations.of(self._connection)
        self._path: tuple[str, ...] = (MAIN,)
        self.blobs = Blobs(None if str(file) == MEMORY else Path(file).resolve())

    def ask(self, question: str, into: type[T], **parameters: object) -> list[T]:
        """The answer to the query of that name, a row to an object.

        Columns are matched to fields by name, so a query and the class it fills cannot drift
        apart without the first call saying so.
        """

        def answer() -> list[T]:
            with self._cursor() as cursor:
                return ask_on(cursor, question, into, **parameters)

        asked = (question, into.__qualname__, *_named(parameters))
        return list(self._answered.once(asked, self._read_by(question), answer))

    def frame(self, question: str, **parameters: object) -> pd.DataFrame:
        """The answer to the query of that name as a frame; unknown is null, never zero."""

        def answer() -> pd.DataFrame:
            with self._cursor() as cursor:
                frame: pd.DataFrame = cursor.execute(statement(question), parameters).df()
                return frame

        kept = self._answered.once((question, *_named(parameters)), self._read_by(question), answer)
        return kept.copy(deep=False)

    @contextmanager
    def reading(self, *relations: str) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor that sees one moment of the database and can change nothing but temporary
        tables, which are gone afterwards. `relations` are all that is read on it; none: any."""
        note(self._under(*relations) if relations else EVERYTHING)
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
                record = _begin_record(cursor, actor, action, subject, facts)
                writer = WriteCursor(cursor)
                yield cast(duckdb.DuckDBPyConnection, writer)
                written = writer.written | self._unsealed
                row_seals.seal(cursor, self._sealed_tables, written, record)
                cursor.commit()
                self._unsealed.clear()
                self._answered.forget(written | WITH_EVERY_WRITE)
            except BaseException:
                with suppress(duckdb.TransactionException):
                    cursor.rollback()
                raise
            finally:
                self._writer = None

    @property
    def file(self) -> Path:
        """Where it is; a database in memory has none."""
        return Path(self._file)

    @property
    def revision(self) -> int:
        """The number of the last audit record: changes with every write, so it is a cache key."""

        def answer() -> int:
            with self._cursor() as cursor:
                found = cursor.execute("select coalesce(max(audit), 0) from audit").fetchall()
            return int(found[0][0])

        return self._answered.once(("revision",), frozenset({AUDIT}), answer)

    @property
    def writes(self) -> int:
        """Commits of this process: what was read of the file is still so while it is the same."""
        return self._answered.writes

    def is_current(self, answer: Answer) -> bool:
        """Whether nothing was written since to what it was read from."""
        return self._answered.is_current(answer)

    @contextmanager
    def telling_damage(self) -> Iterator[None]:
        """Raises `DatabaseDamaged` for what the database cannot answer: who verifies it asks for
        every row, and knows the questions to be right."""
        try:
            yield
        except duckdb.Error as error:
            raise DatabaseDamaged(
                file=str(self._file), detail=str(error).splitlines()[0]
            ) from error

    def checkpoint(self) -> None:
        """Fold what was written into the file, which is whole by itself then. What was committed is
        safe before, but stands in the log beside the file."""
        if not self._log_is_empty():
            with self._lock, self._on_disk(), self._cursor() as cursor:
                cursor.execute("checkpoint")

    def copy(self, target: Path) -> int:
        """Write a file that holds what is committed now and nothing else; the number of the last
        audit record in it. Who writes waits.

        Raises `DatabaseNotCopied`, and `DatabaseNotWritten` when the disk is full.
        """
        file = self.file
        with self._lock, self._on_disk(), self._cursor() as cursor:
            cursor.execute("checkpoint")
            if not self._log_is_empty():
                raise DatabaseNotCopied(file=str(target), detail=log_of(file).name)
            last = cursor.execute("select coalesce(max(audit), 0) from audit").fetchall()
            # By another process: to close a file lets go of every lock this one has on it.
            done = subprocess.run(  # noqa: S603
                ["/bin/cp", "--", file, target],
                capture_output=True,
                text=True,
                check=False,
            )
        if done.returncode:
            raise DatabaseNotCopied(file=str(target), detail=done.stderr.strip())
        return int(last[0][0])

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
        """Fold in what was written, and let go of the file. What was committed is safe with or
        without this."""
        if self._lock.acquire(timeout=PATIENCE):
            try:
                if not self._log_is_empty():
                    with suppress(duckdb.Error), self._cursor() as cursor:
                        cursor.execute("checkpoint")
            finally:
                self._lock.release()
        self._connection.close()
        self.blobs.close()

    def _log_is_empty(self) -> bool:
        if str(self._file) == MEMORY:
            return True
        log = log_of(self.file)
        return not log.exists() or log.stat().st_size == 0

    def _read_by(self, question: str) -> Tables:
        return self._relations.tables(statement(question), self._path)

    def _under(self, *relations: str) -> Tables:
        """The tables that these relations are made of."""
        texts = (f"from {relation}" for relation in relations)
        return frozenset().union(*(self._relations.tables(text, self._path) for text in texts))

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
    cursor.execute(statement(question), parameters)
    names = [column[0] for column in cursor.description or ()]
    return [into(**dict(zip(names, row, strict=True))) for row in cursor.fetchall()]


def _begin_record(
    cursor: duckdb.DuckDBPyConnection,
    actor: str,
    action: str,
    subject: str,
    facts: Mapping[str, object],
) -> Record:
    """Add the audit record, and let every row that follows be tied to it."""
    told = json.dumps(dict(facts), ensure_ascii=False, default=str)
    record = audit_chain.begin(cursor, clock.now(), actor, action, subject, told)
    cursor.execute("set variable audit = $audit::bigint", {"audit": record.audit})
    return record
