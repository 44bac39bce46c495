"""The chain of hashes over the audit: whoever changes what was recorded breaks it.

Each record's hash is made of the hash before it and of the record. That tells of any record that
was changed, taken away, slipped in or moved, but not of the last ones taken away together with
everything written under them: for that, keep the newest hash somewhere else, and ask for it.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final, Literal

import duckdb

BEFORE_THE_FIRST = "0" * 64
_AT_A_TIME = 10_000

SEAL_ROWS: Final = "audit.seal_rows"
"""The record that holds the hash of all seals over rows of the records before it."""

Flaw = Literal["changed", "missing", "unsealed", "twice", "rows_unsealed"]
"""What is wrong with the first link that does not hold: its record is not the one that was sealed,
there is no such record, it was never sealed, it is there more than once, or the seals over the
rows of earlier records are not those that it holds the hash of."""


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


class SealsBefore:
    """The seals over rows of the records from before rows were sealed, as one hash."""

    def __init__(self) -> None:
        self._made, self.last = hashlib.sha256(), 0

    def add(self, audit: int, rows: str | None) -> None:
        self._made.update(f"{audit} {rows}\n".encode())
        self.last = audit

    @property
    def facts(self) -> str:
        """What the record `audit.seal_rows` says of them."""
        return json.dumps({"through": self.last, "seals": self._made.hexdigest()})

    def fits(self, first: Record) -> bool:
        """Whether the first record whose rows are part of its link holds the hash of them all."""
        return not self.last or (first.action == SEAL_ROWS and first.facts == self.facts)


def sealed(before: str, record: Record, rows: str | None = None) -> str:
    """The hash of a record behind the hash before it, and of the seal over its rows: None for a
    record from before rows were sealed."""
    told = json.dumps(
        [
            before,
            record.audit,
            record.at.isoformat(timespec="microseconds"),
            record.actor,
            record.action,
            record.subject,
            record.facts,
            *([] if rows is None else [rows]),
        ],
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def begin(
    cursor: duckdb.DuckDBPyConnection,
    at: datetime,
    actor: str,
    action: str,
    subject: str,
    facts: str,
) -> Record:
    """Write the next audit record, in the caller's transaction and its turn."""
    ((number,),) = cursor.execute("select coalesce(max(audit), 0) + 1 from audit").fetchall()
    record = Record(number, at, actor, action, subject, facts)
    cursor.execute(
        """
        insert into audit (audit, "at", actor, action, subject, facts)
        values ($audit, $at, $actor, $action, $subject, $facts)
        """,
        asdict(record),
    )
    return record


def seal(cursor: duckdb.DuckDBPyConnection, record: Record, rows: str) -> None:
    """Write the link of a record, once the seal over its rows is known."""
    newest = cursor.execute(
        "select max(hash) from audit_link where audit = (select max(audit) from audit_link)"
    ).fetchall()
    before = newest[0][0] or BEFORE_THE_FIRST
    cursor.execute(
        "insert into audit_link (audit, hash) values ($audit, $hash)",
        {"audit": record.audit, "hash": sealed(before, record, rows)},
    )


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
        select coalesce(a.audit, l.audit) as number, r.rows, l.hash,
               a."at", a.actor, a.action, a.subject, a.facts
        from audit as a
        full join audit_link as l on l.audit = a.audit
        left join row_seal as r on r.audit = coalesce(a.audit, l.audit)
        order by number, l.hash, r.rows
        """
    )
    expected, newest, found = 1, BEFORE_THE_FIRST, None
    before, rows_are_sealed = SealsBefore(), False
    for number, rows, hash, *told in _rows(cursor):
        record = Record(number, *told)
        flaw = _misplaced(expected, record, hash)
        if flaw is None and hash != sealed(newest, record, rows):
            flaw = "changed" if rows_are_sealed or hash != sealed(newest, record) else None
            before.add(number, rows)
        elif flaw is None and not rows_are_sealed:
            rows_are_sealed = True
            flaw = None if before.fits(record) else "rows_unsealed"
        if flaw:
            at = number if flaw == "twice" else expected
            return Walked(expected - 1, newest, at, flaw, found)
        newest = hash
        found = number if hash == choice else found
        expected += 1
    if not rows_are_sealed and expected > 1:
        return Walked(0, BEFORE_THE_FIRST, 1, "rows_unsealed", found)
    return Walked(expected - 1, newest, found=found)


def holds_at(cursor: duckdb.DuckDBPyConnection, audit: int, rows: str) -> bool:
    """Whether one record is as it was sealed behind the one before it, and `rows` is the seal over
    its rows that it was sealed with. For who cannot wait for the whole chain."""
    found = cursor.execute(
        """
        select p.hash, l.hash, a.audit, a."at", a.actor, a.action, a.subject, a.facts
        from audit as a
        join audit_link as l on l.audit = a.audit
        left join audit_link as p on p.audit = a.audit - 1
        where a.audit = $audit
        """,
        {"audit": audit},
    ).fetchall()
    if len(found) != 1:
        return False
    ((previous, hash, *told),) = found
    before, record = previous or BEFORE_THE_FIRST, Record(*told)
    if hash == sealed(before, record, rows):
        return True
    return hash == sealed(before, record) and _seals_hold(cursor, audit)


def _seals_hold(cursor: duckdb.DuckDBPyConnection, audit: int) -> bool:
    """Whether the seals over rows from before there were any are those that were recorded then."""
    found = cursor.execute(
        """
        select a.audit, a."at", a.actor, a.action, a.subject, a.facts, r.rows
        from audit as a
        join row_seal as r on r.audit = a.audit
        where a.action = $action
        """,
        {"action": SEAL_ROWS},
    ).fetchall()
    if len(found) != 1 or found[0][0] <= audit:
        return False
    ((*told, rows),) = found
    before, record = SealsBefore(), Record(*told)
    for number, seal in cursor.execute(
        "select audit, rows from row_seal where audit < $audit order by audit",
        {"audit": record.audit},
    ).fetchall():
        before.add(number, seal)
    return before.fits(record) and holds_at(cursor, record.audit, rows)


def _misplaced(expected: int, record: Record, hash: str | None) -> Flaw | None:
    """What is wrong with the place of a record, where number `expected` should be."""
    if record.audit != expected:
        return "missing" if record.audit > expected else "twice"
    if record.at is None:
        return "missing"
    return "unsealed" if hash is None else None


def _rows(cursor: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    while rows := cursor.fetchmany(_AT_A_TIME):
        yield from rows


def texts_changed(cursor: duckdb.DuckDBPyConnection) -> list[str]:
    """Fingerprints of framework texts that are not the hash of their text."""
    kept: Iterable[tuple[str, str]] = cursor.execute(
        "select fingerprint, text from framework_text order by fingerprint"
    ).fetchall()
    return [name for name, text in kept if hashlib.sha256(text.encode()).hexdigest() != name]
