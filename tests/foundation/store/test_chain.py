"""Whoever changes what the audit recorded is found, whichever way they go about it."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from assessment.store import audit_chain, row_seals, schema
from assessment.store.audit_chain import Walked
from assessment.store.database import Store
from assessment.store.row_seals import ChangedRows
from assessment.units import settings_table

RECORDS = 6
DAY = datetime.fromisoformat("2024-01-01")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A database with six records, closed."""
    named = tmp_path / "six.duckdb"
    store = Store(named)
    for number in range(RECORDS):
        with store.writing(
            actor="li", action="setting.write", subject=f"第{number}条", facts={"n": number}
        ) as cursor:
            settings_table.record(cursor, settings_table.Setting("motto", str(number)))
    store.close()
    return named


def walked(file: Path, wanted: str | None = None) -> Walked:
    store = Store(file)
    try:
        with store.reading() as cursor:
            return audit_chain.walk(cursor, wanted)
    finally:
        store.close()


def tamper(file: Path, *statements: str) -> None:
    """As somebody would who has the file and no use for our software."""
    connection = duckdb.connect(str(file))
    for statement in statements:
        connection.execute(statement)
    connection.close()


def test_an_untouched_chain_holds(file: Path) -> None:
    found = walked(file)
    assert (found.records, found.broken_at) == (RECORDS, None)
    assert len(found.newest) == 64


def test_an_empty_chain_holds(store: Store) -> None:
    with store.reading() as cursor:
        assert audit_chain.walk(cursor) == Walked(0, audit_chain.BEFORE_THE_FIRST)


SLIPPED_IN = """
    insert into audit select 7, "at", actor, action, subject, facts from audit where audit = 6
"""
MOVE = "update audit set subject = (select subject from audit where audit = 5) where audit = 3"
TAMPERING = [
    ("a subject changed", ["update audit set subject = 'x' where audit = 3"], 3, "changed"),
    ("who it was changed", ["update audit set actor = 'wang' where audit = 1"], 1, "changed"),
    ("the action changed", ["update audit set action = 'a.b' where audit = 6"], 6, "changed"),
    (
        "a time moved",
        ['update audit set "at" = "at" - interval 1 microsecond where audit = 2'],
        2,
        "changed",
    ),
    ("a fact changed", ["update audit set facts = '{\"n\": 9}' where audit = 4"], 4, "changed"),
    ("blanks in a fact", ["update audit set facts = '{\"n\":3}' where audit = 4"], 4, "changed"),
    ("two records exchanged", [MOVE], 3, "changed"),
    ("a record taken away", ["delete from audit where audit = 4"], 4, "missing"),
    (
        "a record and its link taken away",
        ["delete from audit where audit = 4", "delete from audit_link where audit = 4"],
        4,
        "missing",
    ),
    (
        "taken away, and the others moved up",
        [
            "delete from audit where audit = 4",
            "delete from audit_link where audit = 4",
            "update audit set audit = audit - 1 where audit = 5",
            "update audit_link set audit = audit - 1 where audit = 5",
            "update audit set audit = audit - 1 where audit = 6",
            "update audit_link set audit = audit - 1 where audit = 6",
        ],
        4,
        "changed",
    ),
    (
        "a record slipped in at the end",
        [SLIPPED_IN],
        7,
        "unsealed",
    ),
    (
        "a record slipped in with a made-up link",
        [
            SLIPPED_IN,
            "insert into audit_link values (7, 'ab')",
        ],
        7,
        "changed",
    ),
    ("a link taken away", ["delete from audit_link where audit = 2"], 2, "unsealed"),
    ("all links taken away", ["delete from audit_link"], 1, "unsealed"),
    (
        "a link doubled",
        ["insert into audit_link select * from audit_link where audit = 2"],
        2,
        "twice",
    ),
    ("the first record taken away", ["delete from audit where audit = 1"], 1, "missing"),
    ("the last record taken away", ["delete from audit where audit = 6"], 6, "missing"),
]


@pytest.mark.parametrize(
    ("statements", "at", "flaw"), [row[1:] for row in TAMPERING], ids=[row[0] for row in TAMPERING]
)
def test_tampering_is_found_where_it_was_done(
    file: Path, statements: list[str], at: int, flaw: str
) -> None:
    tamper(file, *statements)
    found = walked(file)
    assert (found.broken_at, found.flaw, found.records) == (at, flaw, at - (flaw != "twice"))


def test_a_record_that_is_sealed_anew_no_longer_fits_the_next(file: Path) -> None:
    """Whoever knows how a record is sealed has to seal all that follow."""
    connection = duckdb.connect(str(file))
    row = 'select audit, "at", actor, action, subject, facts from audit where audit = 3'
    ((before,),) = connection.execute("select hash from audit_link where audit = 2").fetchall()
    record = replace(audit_chain.Record(*connection.execute(row).fetchall()[0]), actor="wang")
    connection.execute("update audit set actor = 'wang' where audit = 3")
    ((rows,),) = connection.execute("select rows from row_seal where audit = 3").fetchall()
    anew = {"hash": audit_chain.sealed(before, record, rows)}
    connection.execute("update audit_link set hash = $hash where audit = 3", anew)
    connection.close()
    found = walked(file)
    assert (found.broken_at, found.flaw, found.records) == (4, "changed", 3)


def test_nobody_is_kept_from_writing_by_what_somebody_tampered_with(file: Path) -> None:
    tamper(file, "delete from audit where audit = 6", "delete from audit_link where audit = 3")
    store = Store(file)
    with store.writing(actor="li", action="setting.write", subject="*", facts={}) as cursor:
        settings_table.record(cursor, settings_table.Setting("motto", "new"))
    store.close()
    assert walked(file).broken_at == 3


def test_the_end_taken_away_whole_is_found_by_a_hash_noted_before(file: Path) -> None:
    """The one thing a chain cannot tell of itself, while nothing else was written there."""
    noted = walked(file).newest
    assert walked(file, noted).found == RECORDS
    tamper(
        file,
        "delete from setting_entry where audit = 6",
        "delete from audit where audit = 6",
        "delete from audit_link where audit = 6",
    )
    found = walked(file, noted)
    assert (found.broken_at, found.found) == (None, None)


def test_rows_whose_record_was_taken_away_are_found(file: Path) -> None:
    tamper(file, "delete from audit where audit = 6", "delete from audit_link where audit = 6")
    store = Store(file)
    with store.reading() as cursor:
        assert ChangedRows(6, "setting_entry") in row_seals.changed(cursor)
    store.close()


def test_a_framework_text_that_was_changed_is_found(file: Path) -> None:
    tamper(file, "insert into framework_text values ('ab', 1, 'title: x')")
    store = Store(file)
    with store.reading() as cursor:
        assert audit_chain.texts_changed(cursor) == ["ab"]
    store.close()


def test_what_was_recorded_before_there_was_a_chain_is_sealed_once(tmp_path: Path) -> None:
    older = [step for step in schema.migrations() if step.version < 7]
    connection = duckdb.connect(str(tmp_path / "old.duckdb"))
    schema.migrate(connection, older)
    for number in (1, 2, 3):
        connection.execute(
            "insert into audit values ($n, $at, 'li', 'a.b', '*', '{}')",
            {"n": number, "at": DAY},
        )
    connection.close()
    assert walked(tmp_path / "old.duckdb").records == 3 + 1
    tamper(tmp_path / "old.duckdb", "delete from audit_link")
    assert walked(tmp_path / "old.duckdb").flaw == "unsealed"


def before_rows_were_sealed(file: Path) -> Path:
    """A file with three records that each wrote a row, from before rows were sealed, brought up to
    date."""
    older = [step for step in schema.migrations() if step.name != "row_seals"]
    connection = duckdb.connect(str(file))
    schema.migrate(connection, older)
    before = audit_chain.BEFORE_THE_FIRST
    for number in (1, 2, 3):
        record = audit_chain.begin(connection, DAY, "li", "setting.write", "*", "{}")
        connection.execute("set variable audit = $audit::bigint", {"audit": number})
        settings_table.record(connection, settings_table.Setting("motto", str(number)))
        before = audit_chain.sealed(before, record)
        connection.execute(
            "insert into audit_link values ($n, $hash)", {"n": number, "hash": before}
        )
    schema.migrate(connection)
    connection.close()
    return file


def test_rows_from_before_rows_were_sealed_are_sealed_by_one_record(tmp_path: Path) -> None:
    file = before_rows_were_sealed(tmp_path / "old.duckdb")
    assert (walked(file).records, walked(file).flaw) == (4, None)
    assert changed(file) == []
    tamper(file, "update setting_entry set value = 'x' where audit = 2")
    assert changed(file) == [ChangedRows(2, "setting_entry")]


def test_whoever_changes_such_a_row_and_its_seal_breaks_the_record_that_sealed_it(
    tmp_path: Path,
) -> None:
    file = before_rows_were_sealed(tmp_path / "old.duckdb")
    tamper(
        file,
        "delete from setting_entry where audit = 2",
        "update row_seal set rows = '{}' where audit = 2",
    )
    assert changed(file) == []
    assert (walked(file).broken_at, walked(file).flaw) == (4, "rows_unsealed")


def test_a_row_and_its_seal_changed_break_the_link_of_the_record(file: Path) -> None:
    tamper(
        file,
        "delete from setting_entry where audit = 4",
        "update row_seal set rows = '{}' where audit = 4",
    )
    assert (walked(file).broken_at, walked(file).flaw) == (4, "changed")


def test_a_chain_made_anew_without_the_seals_over_rows_does_not_hold(file: Path) -> None:
    connection = duckdb.connect(str(file))
    before = audit_chain.BEFORE_THE_FIRST
    for row in connection.execute("select * from audit order by audit").fetchall():
        before = audit_chain.sealed(before, audit_chain.Record(*row))
        anew = {"audit": row[0], "hash": before}
        connection.execute("update audit_link set hash = $hash where audit = $audit", anew)
    connection.close()
    assert (walked(file).broken_at, walked(file).flaw) == (1, "rows_unsealed")


def changed(file: Path) -> list[ChangedRows]:
    store = Store(file)
    try:
        with store.reading() as cursor:
            return row_seals.changed(cursor)
    finally:
        store.close()


def test_every_record_is_told_apart_from_every_other() -> None:
    """A blank moved from one column to the next is another record."""
    first = audit_chain.Record(1, DAY, "a", "b.c", "d", "{}")
    second = audit_chain.Record(1, DAY, "a b.c", "", "d", "{}")
    assert audit_chain.sealed("0", first) != audit_chain.sealed("0", second)
