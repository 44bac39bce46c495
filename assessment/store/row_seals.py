"""The seal over the rows that an audit record stands for: whoever changes one of them breaks it.

Rows are only ever added, so what was written under a record never changes. Its seal names each
table that has rows of the record, with a hash over them; the record's link is made of it too.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import duckdb

from assessment.kernel import clock
from assessment.kernel.actors import OPERATOR
from assessment.store import audit_chain
from assessment.store.audit_chain import Record
from assessment.store.sql_files import statement

MIGRATION: Final = "migration"
"""Rows of no record. They are sealed whole, with the first record after the file was opened."""

MIGRATED: Final = "store.migrate"
"""The record of a migration of a file whose rows were sealed before it."""

NOTHING: Final = "{}"
"""The seal of a record that wrote no rows."""

NOT_OF_A_RECORD: Final = ("audit", "audit_link", "row_seal", MIGRATION)
"""Tables whose rows stand for themselves: the first three are the seals."""


@dataclass(frozen=True, slots=True)
class SealedTables:
    """The tables whose rows are sealed."""

    recorded: tuple[str, ...]
    """Each row names its audit record."""

    published: tuple[str, ...]
    """Each row names its snapshot, which names its audit record."""


NO_TABLES: Final = SealedTables((), ())


@dataclass(frozen=True, slots=True)
class ChangedRows:
    """A table whose rows of one audit record are not those that were sealed."""

    audit: int | None
    """None: rows that belong to no record."""

    table: str


def sealed_tables(cursor: duckdb.DuckDBPyConnection) -> SealedTables:
    columns: defaultdict[str, set[str]] = defaultdict(set)
    for table, column in cursor.execute(
        """
        select table_name, column_name
        from duckdb_columns()
        where not internal
          and (schema_name, table_name) in (select (schema_name, table_name) from duckdb_tables())
        order by table_name
        """
    ).fetchall():
        columns[table].add(column)
    names = [table for table in columns if table not in NOT_OF_A_RECORD]
    recorded = tuple(table for table in names if "audit" in columns[table])
    return SealedTables(
        recorded,
        tuple(t for t in names if "snapshot" in columns[t] and t not in recorded),
    )


def of_record(
    cursor: duckdb.DuckDBPyConnection, tables: SealedTables, written: Iterable[str], audit: int
) -> str:
    """The seal of one record, as it is stored: JSON, the hash by table.

    `written`: the tables that may have rows of the record.
    """
    found = {
        table: _hash(cursor, question, table, audit)
        for question, names in (
            ("rows_of_record", tables.recorded),
            ("rows_of_published_record", tables.published),
            ("rows_of_table", (MIGRATION,)),
        )
        for table in names
        if table in written
    }
    return _text({table: hash for table, hash in found.items() if hash is not None})


def seal(
    cursor: duckdb.DuckDBPyConnection, tables: SealedTables, written: Iterable[str], record: Record
) -> None:
    """Seal a record with all that was written under it: the last thing before it is committed."""
    _seal(cursor, record, of_record(cursor, tables, written, record.audit))


def _seal(cursor: duckdb.DuckDBPyConnection, record: Record, rows: str) -> None:
    cursor.execute(
        "insert into row_seal (audit, rows) values ($audit, $rows)",
        {"audit": record.audit, "rows": rows},
    )
    audit_chain.seal(cursor, record, rows)


def kept(cursor: duckdb.DuckDBPyConnection, audit: int) -> str | None:
    """The seal of a record; None where it has none, or more than one."""
    found = cursor.execute(
        "select rows from row_seal where audit = $audit", {"audit": audit}
    ).fetchall()
    return found[0][0] if len(found) == 1 else None


def intact(cursor: duckdb.DuckDBPyConnection, audit: int) -> bool:
    """Whether the rows of one record are those that were sealed with it."""
    kept = cursor.execute(
        "select rows from row_seal where audit = $audit", {"audit": audit}
    ).fetchall()
    if len(kept) != 1:
        return False
    ((rows,),) = kept
    tables = sealed_tables(cursor)
    then = _read(rows)
    then.pop(MIGRATION, None)
    now = of_record(cursor, tables, (*tables.recorded, *tables.published), audit)
    return _text(then) == now and audit_chain.holds_at(cursor, audit, rows)


def changed(cursor: duckdb.DuckDBPyConnection) -> list[ChangedRows]:
    """What is not as it was sealed, or is of a record that is not there, in the order of the
    records. Reads every row there is."""
    now = _by_record(cursor, sealed_tables(cursor))
    then = {
        audit: _read(rows)
        for audit, rows in cursor.execute(
            "select audit, rows from row_seal order by audit"
        ).fetchall()
    }
    numbers = recorded(cursor)
    newest = {audit: seal.pop(MIGRATION) for audit, seal in then.items() if MIGRATION in seal}
    found = {
        ChangedRows(audit, table)
        for audit in {*now, *then}
        for table in {*now.get(audit, {}), *then.get(audit, {})}
        if audit not in numbers or now.get(audit, {}).get(table) != then.get(audit, {}).get(table)
    }
    if newest:
        audit, hash = newest.popitem()
        if hash != _hash(cursor, "rows_of_table", MIGRATION, audit):
            found.add(ChangedRows(audit, MIGRATION))
    return sorted(found, key=lambda each: (each.audit or 0, each.table))


def recorded(cursor: duckdb.DuckDBPyConnection) -> set[int]:
    """The numbers of the records there are."""
    return {audit for (audit,) in cursor.execute("select audit from audit").fetchall()}


def by_record(cursor: duckdb.DuckDBPyConnection) -> dict[int | None, str]:
    """The seal that each record would have, of what the tables hold now; records without rows have
    none here."""
    found = _by_record(cursor, sealed_tables(cursor))
    return {audit: _text(hashes) for audit, hashes in found.items()}


def seal_what_was(connection: duckdb.DuckDBPyConnection) -> None:
    """Seal the rows of the records from before rows were sealed, and record the hash of it all."""
    records = [
        row[0] for row in connection.execute("select audit from audit order by audit").fetchall()
    ]
    if not records:
        return
    found = by_record(connection)
    seals = [found.get(audit, NOTHING) for audit in records]
    connection.execute(
        """
        insert into row_seal (audit, rows)
        select unnest($audit::bigint[]), unnest($rows::varchar[])
        """,
        {"audit": records, "rows": seals},
    )
    before = audit_chain.SealsBefore()
    for audit, rows in zip(records, seals, strict=True):
        before.add(audit, rows)
    record = audit_chain.begin(
        connection,
        clock.now(),
        OPERATOR.name,
        audit_chain.SEAL_ROWS,
        "*",
        before.facts,
    )
    _seal(connection, record, NOTHING)


def are_kept(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether the file has had migration 0018 and a record since, with its rows sealed."""
    tables = connection.execute("select table_name from duckdb_tables()").fetchall()
    return ("row_seal",) in tables and bool(
        connection.execute("select audit from row_seal limit 1").fetchall()
    )


def seal_migration(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Record a migration of a file whose rows are sealed, with what it was the last to have: else
    the list of migrations would not be the one that was sealed, until somebody writes."""
    facts = json.dumps({"migration": name})
    record = audit_chain.begin(connection, clock.now(), OPERATOR.name, MIGRATED, "*", facts)
    _seal(connection, record, of_record(connection, NO_TABLES, (MIGRATION,), record.audit))


def _by_record(
    cursor: duckdb.DuckDBPyConnection, tables: SealedTables
) -> Mapping[int | None, dict[str, str]]:
    """The hash by table, of every record that has rows."""
    found: defaultdict[int | None, dict[str, str]] = defaultdict(dict)
    for audit, table, hash in _hashes(cursor, tables):
        found[audit][table] = hash
    return found


def _hashes(
    cursor: duckdb.DuckDBPyConnection, tables: SealedTables
) -> Iterator[tuple[int | None, str, str]]:
    for question, names in (
        ("rows_by_record", tables.recorded),
        ("rows_by_published_record", tables.published),
    ):
        for table in names:
            rows = cursor.execute(statement(question), {"table": f"main.{table}"}).fetchall()
            for audit, hash in rows:
                yield audit, table, hash


def _hash(cursor: duckdb.DuckDBPyConnection, question: str, table: str, audit: int) -> str | None:
    asked: dict[str, object] = {"table": f"main.{table}"}
    if question != "rows_of_table":
        asked["audit"] = audit
    ((hash,),) = cursor.execute(statement(question), asked).fetchall()
    return None if hash is None else str(hash)


def _text(hashes: Mapping[str, str]) -> str:
    return json.dumps(dict(sorted(hashes.items())), separators=(",", ":"))


def _read(rows: str) -> dict[str, str]:
    """A seal as it was written; one that is not JSON fits no row."""
    try:
        read = json.loads(rows)
    except ValueError:
        return {"row_seal": rows}
    return read if isinstance(read, dict) else {"row_seal": rows}
