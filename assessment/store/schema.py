"""What is in the file: the numbered migrations, and whether a file is one of ours.

A migration is a file `migrations/NNNN_name.sql`, applied once, in order, in a transaction with
its record. To change the schema add the next number; a migration that has been released is never
edited. A file is inspected read-only first, so that one we refuse keeps its bytes.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb

from assessment import clock
from assessment.store import chain

FOLDER = Path(__file__).parent / "migrations"

_BEFORE_BLOCKS = 3 * 4096
"""A DuckDB file starts with three headers of this size together; blocks follow."""


_WITH_IT: Mapping[int, Callable[[duckdb.DuckDBPyConnection], None]] = {7: chain.seal_what_was}
"""What a migration does beyond its statements, by its number."""


@dataclass(frozen=True, slots=True)
class Migration:
    version: int
    name: str
    statements: str


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
    applied = applied_in(connection) or {}
    for migration in migrations() if steps is None else steps:
        if migration.version in applied:
            continue
        connection.begin()
        try:
            connection.execute(migration.statements)
            if migration.version in _WITH_IT:
                _WITH_IT[migration.version](connection)
            connection.execute(
                "insert into migration (version, name, applied_at) values ($version, $name, $at)",
                {"version": migration.version, "name": migration.name, "at": clock.now()},
            )
        except BaseException:
            connection.rollback()
            raise
        connection.commit()


def applied_in(connection: duckdb.DuckDBPyConnection) -> dict[int, str] | None:
    """The migrations a file has had, by version; None when it is not one of ours.

    A database without a single table is one of ours that was never begun.
    """
    tables = connection.execute(
        "select table_name from duckdb_tables() where not internal"
    ).fetchall()
    if not tables:
        return {}
    if ("migration",) not in tables or ("audit",) not in tables:
        return None
    rows = connection.execute("select version, name from migration").fetchall()
    known = {migration.version: migration.name for migration in migrations()}
    if any(known.get(version, name) != name for version, name in rows):
        return None
    return dict(rows)


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
