"""The chain of hashes over the audit: whoever changes what was recorded breaks it.

Each record's hash is made of the hash before it and of the record. That tells of any record that
was changed, taken away, slipped in or moved, but not of the last ones taken away together with
everything written under them: for that, keep the newest hash somewhere else, and ask for it.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import duckdb

BEFORE_THE_FIRST = "0" * 64
_AT_A_TIME = 10_000

Flaw = Literal["changed", "missing", "unsealed", "twice"]
"""What is wrong with the first link that does not hold: its record is not the one that was sealed,
there is no such record, it was never sealed, or it is there more than once."""


@dataclass(frozen=True, slots=True)
class Record:
    """One audit record, as it is sealed."""

    audit: int
    at: datetime
    actor: str
    action: str
    subject: str
    facts: str
    """JSON, as it stands in the table."""


@dataclass(frozen=True, slots=True)
class Walked:
    """How far the chain holds."""

    records: int
    """Those that hold, from the first on."""

    newest: str
    """Hash of the last that holds."""

    broken_at: int | None = None
    """Number of the first record that does not; None where all do."""

    flaw: Flaw | None = None
    found: int | None = None
    """Where the hash asked for was found."""


def sealed(before: str, record: Record) -> str:
    """The hash of a record behind the hash before it."""
    told = json.dumps(
        [
            before,
            record.audit,
            record.at.isoformat(timespec="microseconds"),
            record.actor,
            record.action,
            record.subject,
            record.facts,
        ],
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def append(
    cursor: duckdb.DuckDBPyConnection,
    at: datetime,
    actor: str,
    action: str,
    subject: str,
    facts: str,
) -> int:
    """Write the next audit record and its seal, in the caller's transaction and its turn; its
    number."""
    number, before = cursor.execute(
        """
        select (select coalesce(max(audit), 0) + 1 from audit),
               (
                   select max(hash)
                   from audit_link
                   where audit = (select max(audit) from audit_link)
               )
        """
    ).fetchall()[0]
    record = Record(number, at, actor, action, subject, facts)
    cursor.execute(
        """
        insert into audit (audit, "at", actor, action, subject, facts)
        values ($audit, $at, $actor, $action, $subject, $facts)
        """,
        {
            "audit": number,
            "at": at,
            "actor": actor,
            "action": action,
            "subject": subject,
            "facts": facts,
        },
    )
    cursor.execute(
        "insert into audit_link (audit, hash) values ($audit, $hash)",
        {"audit": number, "hash": sealed(before or BEFORE_THE_FIRST, record)},
    )
    return record.audit


def seal_what_was(connection: duckdb.DuckDBPyConnection) -> None:
    """Seal the records from before there was a chain. Once: records found unsealed later are
    tampering."""
    rows = connection.execute(
        'select audit, "at", actor, action, subject, facts from audit order by audit'
    ).fetchall()
    before, hashes = BEFORE_THE_FIRST, []
    for row in rows:
        before = sealed(before, Record(*row))
        hashes.append(before)
    connection.execute(
        """
        insert into audit_link (audit, hash)
        select unnest($audit::bigint[]), unnest($hash::varchar[])
        """,
        {"audit": [row[0] for row in rows], "hash": hashes},
    )


def walk(cursor: duckdb.DuckDBPyConnection, choice: str | None = None) -> Walked:
    """Make every hash again, from the first record to the first that is not as it was sealed.

    `choice`: a hash noted down earlier, which is to be found on the way.
    """
    cursor.execute(
        """
        select coalesce(a.audit, l.audit) as number, a."at", a.actor, a.action, a.subject, a.facts,
               l.audit, l.hash
        from audit as a
        full join audit_link as l on l.audit = a.audit
        order by number, l.hash
        """
    )
    expected, newest, found = 1, BEFORE_THE_FIRST, None
    for number, *told, link, hash in _rows(cursor):
        flaw: Flaw | None = None
        if number != expected:
            flaw = "missing" if number > expected else "twice"
        elif told[0] is None:
            flaw = "missing"
        elif link is None:
            flaw = "unsealed"
        elif sealed(newest, Record(number, *told)) != hash:
            flaw = "changed"
        if flaw:
            at = number if flaw == "twice" else expected
            return Walked(expected - 1, newest, at, flaw, found)
        newest = hash
        found = number if hash == choice else found
        expected += 1
    return Walked(expected - 1, newest, found=found)


def _rows(cursor: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    while rows := cursor.fetchmany(_AT_A_TIME):
        yield from rows


def rows_of_nobody(cursor: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Tables with rows whose audit record is not there: how many records, by table."""
    tables = cursor.execute(
        """
        select table_name
        from duckdb_columns()
        where column_name = 'audit' and not internal
          and table_name in (select table_name from duckdb_tables())
          and table_name not in ('audit', 'audit_link')
        order by table_name
        """
    ).fetchall()
    known = cursor.table("audit").project("audit")
    lost = {
        table: len(cursor.table(table).project("audit").distinct().except_(known).fetchall())
        for (table,) in tables
    }
    return {table: count for table, count in lost.items() if count}


def texts_changed(cursor: duckdb.DuckDBPyConnection) -> list[str]:
    """Fingerprints of framework texts that are not the hash of their text."""
    kept: Iterable[tuple[str, str]] = cursor.execute(
        "select fingerprint, text from framework_text order by fingerprint"
    ).fetchall()
    return [name for name, text in kept if hashlib.sha256(text.encode()).hexdigest() != name]
