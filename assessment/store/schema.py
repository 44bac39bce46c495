"""What is in the file: the migrations, and whether a file is one of ours.

A migration is a file `migrations/NNNN_name.sql`, applied once, in order, in a transaction with
its record. To change the schema add the next number; a migration that has been released is never
edited. What a file has had is known by the hashes of the statements, so a migration that got
another number is still the same. A file is inspected read-only first, so that one we refuse keeps
its bytes. `docs/architecture.md` says how to migrate.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb

from assessment.kernel import clock
from assessment.store import audit_chain, row_seals
from assessment.store.released_migrations import HASHES

FOLDER = Path(__file__).parent / "migrations"

_BEFORE_BLOCKS = 3 * 4096
"""A DuckDB file starts with three headers of this size together; blocks follow."""


_WITH_IT: Mapping[str, Callable[[duckdb.DuckDBPyConnection], None]] = {
    "audit_chain": audit_chain.seal_what_was,
    "row_seals": row_seals.seal_what_was,
}
"""What a migration does beyond its statements, by its name."""


@dataclass(frozen=True, slots=True)
class Migration:
    version: int
    name: str
    statements: str

    @property
    def hash(self) -> str:
        """SHA-256 of the statements, without the lines that are all comment. They tell the number,
        which may change, and nothing is done by them."""
        lines = [line for line in self.statements.splitlines() if not line.startswith("--")]
        return hashlib.sha256("\n".join(lines).strip().encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class History:
    """The migrations a file has had."""

    hashes: frozenset[str]
    """Of those that are ours."""

    newer: tuple[int, ...] = ()
    """Numbers of migrations that we do not have: a later version has written the file."""

    changed: tuple[str, ...] = ()
    """Ours by number and name, but with other statements: somebody has edited them since."""


@cache
def migrations() -> tuple[Migration, ...]:
    """All of them, in order."""
    files = sorted(FOLDER.glob("*.sql"))
    return tuple(
        Migration(int(file.stem[:4]), file.stem[5:], file.read_text("utf-8")) for file in files
    )


def migrate(
    connection: duckdb.DuckDBPyConnection, steps: Sequence[Migration] | None = None
) -> None:
    """Apply what has not been applied yet, each migration whole or not at all."""
    history = history_of(connection) or History(frozenset())
    sealed = row_seals.are_kept(connection)
    for migration in pending(history, steps):
        connection.begin()
        try:
            connection.execute(migration.statements)
            if migration.name in _WITH_IT:
                _WITH_IT[migration.name](connection)
            _record(connection, migration)
            if sealed:
                row_seals.seal_migration(connection, migration.name)
        except BaseException:
            connection.rollback()
            raise
        connection.commit()


def pending(history: History, steps: Sequence[Migration] | None = None) -> list[Migration]:
    """The migrations that a file has not had yet, in order."""
    every = migrations() if steps is None else steps
    return [each for each in every if each.hash not in history.hashes]


def _record(connection: duckdb.DuckDBPyConnection, migration: Migration) -> None:
    row = {"version": migration.version, "name": migration.name, "at": clock.now()}
    if _keeps_hashes(connection):
        connection.execute(
            """
            insert into migration (version, name, applied_at, hash)
            values ($version, $name, $at, $hash)
            """,
            {**row, "hash": migration.hash},
        )
    else:
        connection.execute(
            "insert into migration (version, name, applied_at) values ($version, $name, $at)", row
        )


def history_of(connection: duckdb.DuckDBPyConnection) -> History | None:
    """The migrations a file has had; None when it is not one of ours.

    A database without a single table is one of ours that was never begun.
    """
    tables = connection.execute(
        "select table_name from duckdb_tables() where not internal"
    ).fetchall()
    if not tables:
        return History(frozenset())
    if ("migration",) not in tables or ("audit",) not in tables:
        return None
    ours = {migration.hash for migration in migrations()}
    names = {migration.name for migration in migrations()}
    newest = migrations()[-1].version
    hashes: set[str] = set()
    newer: list[int] = []
    changed: list[str] = []
    for version, name, kept in _rows(connection):
        hash = kept or HASHES.get((version, name), "")
        if hash in ours:
            hashes.add(hash)
        elif version <= newest and name in names:
            changed.append(f"{version:04}_{name}")
        elif version > newest or kept:
            newer.append(version)
        else:
            return None
    return History(frozenset(hashes), tuple(newer), tuple(changed))


def _rows(connection: duckdb.DuckDBPyConnection) -> list[tuple[int, str, str | None]]:
    """Number, name and hash of what was applied; no hash where it was before there were any."""
    hash = "hash" if _keeps_hashes(connection) else "null"
    return connection.execute(
        f"select version, name, {hash} from migration order by version"  # noqa: S608
    ).fetchall()


def _keeps_hashes(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether the file has had migration 0017."""
    return "hash" in connection.table("migration").columns


def is_cut_short(connection: duckdb.DuckDBPyConnection, file: Path) -> bool:
    """Whether a block that some table's rows are in lies beyond the end of the file.

    DuckDB would open such a file and fail when somebody reads those rows. The number of blocks in
    the header says nothing: the free ones at the end are cut off in good order.
    """
    tables = connection.execute("select table_name from duckdb_tables() where not internal")
    last = max((_last_block(connection, table) for (table,) in tables.fetchall()), default=-1)
    (size,) = connection.execute("select block_size from pragma_database_size()").fetchall()[0]
    return file.stat().st_size < _BEFORE_BLOCKS + (last + 1) * int(size)


def _last_block(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    """The highest block of a table's rows; -1 when none has been written to a block yet."""
    (last,) = connection.execute(
        """
        select coalesce(max(greatest(block_id, list_max(additional_block_ids))), -1)
        from pragma_storage_info($table)
        """,
        {"table": table},
    ).fetchall()[0]
    return int(last)
