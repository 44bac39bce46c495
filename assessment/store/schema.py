"""What is in the file: the numbered migrations, and whether a file is one of ours.

A migration is a file `migrations/NNNN_name.sql`, applied once, in order, in a transaction with
its record. To change the schema add the next number; a migration that has been released is never
edited. A file is inspected read-only first, so that one we refuse keeps its bytes.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import duckdb

FOLDER = Path(__file__).parent / "migrations"

_BEFORE_BLOCKS = 3 * 4096
"""A DuckDB file starts with three headers of this size together; blocks follow."""


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


def now() -> datetime:
    """This moment, as every table keeps it: UTC, without a zone."""
    return datetime.now(UTC).replace(tzinfo=None)


def migrate(connection: duckdb.DuckDBPyConnection) -> None:
    """Apply what has not been applied yet."""
    applied = applied_in(connection) or {}
    for migration in migrations():
        if migration.version in applied:
            continue
        connection.begin()
        try:
            connection.execute(migration.statements)
            connection.execute(
                "insert into migration (version, name, applied_at) values ($version, $name, $at)",
                {"version": migration.version, "name": migration.name, "at": now()},
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
    """Whether the file lacks blocks its header counts; DuckDB would open it all the same."""
    (row,) = connection.execute(
        "select total_blocks, block_size from pragma_database_size()"
    ).fetchall()
    blocks, size = row
    return file.stat().st_size < _BEFORE_BLOCKS + int(blocks) * int(size)
