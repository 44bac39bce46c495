"""Codes are checked where they are written, by Literals that can grow; no table lists any."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal, get_args

import duckdb
import pytest

from assessment.kernel import clock
from assessment.kernel.roles import ROLES
from assessment.office.people import accounts_table
from assessment.office.people.accounts_table import Account, SessionRow
from assessment.rectification.findings import rectification_table
from assessment.store import batch, schema
from assessment.store.batch import Cursor
from assessment.store.coded_columns import CODED, UnknownCode
from assessment.store.database import Store
from assessment.survey.evidence import evidence_table
from assessment.survey.filing import answers_table, drafts_table
from assessment.units import settings_table
from assessment.units.settings_table import Setting
from tests.foundation.store.codes import strangers
from tests.kit.copies import copied

COLUMNS = [(table, column) for table, columns in CODED.items() for column in columns]
DAY = "2024-03-01"

TABLE = re.compile(r"create table (\w+) \((.*?)\n\);", re.DOTALL)
LISTED = re.compile(r"check \((\w+) in \(([^)]*)\)")


def listed_once() -> dict[tuple[str, str], set[str]]:
    """The lists of codes that tables had before migration 0017, by table and column."""
    return {
        (table, column): set(re.findall(r"'(\w+)'", codes))
        for migration in schema.migrations()
        if migration.version < 17
        for table, body in TABLE.findall(migration.statements)
        for column, codes in LISTED.findall(body)
    }


# ---- which columns


def test_every_column_whose_table_listed_its_codes_is_checked_with_all_of_them() -> None:
    before = listed_once()
    assert len(before) == 31
    for (table, column), codes in before.items():
        assert codes <= set(get_args(CODED[table][column])), (table, column)


def test_no_table_lists_codes_any_more(store: Store) -> None:
    with store.reading() as cursor:
        checks = cursor.execute(
            """
            select table_name, constraint_text from duckdb_constraints()
            where constraint_type = 'CHECK'
            """
        ).fetchall()
    assert len(checks) > 10
    assert [check for check in checks if re.search(r"\bin\b", check[1], re.IGNORECASE)] == []


def test_every_checked_column_is_one(store: Store) -> None:
    with store.reading() as cursor:
        there = cursor.execute(
            "select table_name, column_name from duckdb_columns() where not internal"
        ).fetchall()
    assert {*COLUMNS} <= {*there}


def test_the_codes_of_the_roles_are_those_that_have_verbs() -> None:
    assert set(get_args(CODED["account_entry"]["role"])) == set(ROLES) - {"anyone", "operator"}


# ---- each column can hold another code, once its Literal has it

LATER = "thought_of_later"

VALUES: dict[str, object] = {
    "VARCHAR": "x",
    "BIGINT": 1,
    "INTEGER": 1,
    "BOOLEAN": False,
    "DATE": DAY,
    "TIMESTAMP": DAY,
    "DOUBLE": 1.0,
}

ALONG: dict[tuple[str, str], dict[str, object]] = {
    ("session_entry", "reason"): {"ended_at": DAY},
    ("spot_check_entry", "outcome"): {"state": "not_applicable"},
    ("spot_check_entry", "state"): {"outcome": "differ"},
    ("answer_entry", "state"): {"value": None},
    ("draft_entry", "state"): {"value": None},
    ("reply_entry", "kind"): {"explanation": "x"},
}
"""What a row has beside a new code, where a column of the table hangs on another."""

USUAL: dict[str, dict[str, object]] = {
    "answer_entry": {"value": 1.0},
    "draft_entry": {"value": 1.0},
}


def row(cursor: Cursor, table: str, given: Mapping[str, object]) -> dict[str, object]:
    """A row of a table with what is given; the rest is blank where it may be."""
    described = cursor.execute(
        """
        select column_name, data_type from duckdb_columns()
        where table_name = $table and not is_nullable and column_default is null
        """,
        {"table": table},
    ).fetchall()
    plain = {name: VALUES[kind] for name, kind in described}
    usual = {name: get_args(literal)[0] for name, literal in CODED[table].items() if name in plain}
    return plain | usual | USUAL.get(table, {}) | dict(given)


def write(store: Store, table: str, given: Mapping[str, object]) -> None:
    with store.writing(actor="li", action="x", subject="*", facts={}) as cursor:
        filled = row(cursor, table, given)
        names = ", ".join(f'"{name}"' for name in filled)
        marks = ", ".join(f"${name}" for name in filled)
        batch.write(cursor, f"insert into {table} ({names}) values ({marks})", filled)


def grown(monkeypatch: pytest.MonkeyPatch, table: str, column: str, code: str) -> None:
    """As if the Literal of a column had one code more."""
    literal = Literal[(*get_args(CODED[table][column]), code)]
    monkeypatch.setitem(CODED[table], column, literal)


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_a_column_takes_another_code_once_its_literal_has_it(
    monkeypatch: pytest.MonkeyPatch, store: Store, table: str, column: str
) -> None:
    given = {column: LATER, **ALONG.get((table, column), {})}
    with pytest.raises(UnknownCode, match=f"{table}.{column}: '{LATER}' is not one of "):
        write(store, table, given)
    assert store.revision == 0
    grown(monkeypatch, table, column, LATER)
    write(store, table, given)
    with store.reading() as cursor:
        assert cursor.execute(f"select {column} from {table}").fetchall() == [(LATER,)]


def inspector(cursor: Cursor) -> None:
    accounts_table.record(
        cursor, [Account("wu", "吴", "省总工会", "inspector", "province", "active")]
    )


def wecom(cursor: Cursor) -> None:
    accounts_table.record_session(cursor, SessionRow("ab", "wu", "wecom", clock.now()))


def expired(cursor: Cursor) -> None:
    accounts_table.record_session(cursor, SessionRow("ab", "wu", "password", clock.now()))
    accounts_table.end_sessions(cursor, "wu", "expired", clock.now())


def appealed(cursor: Cursor) -> None:
    rectification_table.record(
        cursor, [rectification_table.FindingEvent(1, "log", "appealed", "wu")]
    )


def film(cursor: Cursor) -> None:
    evidence_table.record_file(cursor, evidence_table.EvidenceFile("ab", "mp4", 9))


def withheld(cursor: Cursor) -> None:
    filing = answers_table.Filing("430626", "2024", "a.xlsx", "f" * 64, "wu")
    answers_table.record(cursor, filing, [answers_table.AnswerEntry("f", "withheld")])


def withheld_draft(cursor: Cursor) -> None:
    drafts_table.record(cursor, [drafts_table.Draft("430626", "2024", "f", "withheld", "wu")])


GROWTH: list[tuple[Callable[[Cursor], None], str, str, str]] = [
    (inspector, "account_entry", "role", "inspector"),
    (wecom, "session_entry", "way", "wecom"),
    (expired, "session_entry", "reason", "expired"),
    (appealed, "finding_event_entry", "stage", "appealed"),
    (film, "evidence_file", "kind", "mp4"),
    (withheld, "answer_entry", "state", "withheld"),
    (withheld_draft, "draft_entry", "state", "withheld"),
]


@pytest.mark.parametrize(
    ("record", "table", "column", "code"), GROWTH, ids=[each[0].__name__ for each in GROWTH]
)
def test_what_the_software_learns_the_store_writes(
    monkeypatch: pytest.MonkeyPatch,
    store: Store,
    record: Callable[[Cursor], None],
    table: str,
    column: str,
    code: str,
) -> None:
    about = {"actor": "li", "action": "x", "subject": "*", "facts": {}}
    with pytest.raises(UnknownCode, match=code), store.writing(**about) as cursor:
        record(cursor)
    assert store.revision == 0
    grown(monkeypatch, table, column, code)
    with store.writing(**about) as cursor:
        record(cursor)
    with store.reading() as cursor:
        rows = cursor.execute(f"select {column}, audit from {table}").fetchall()
    assert (code, 1) in rows


# ---- the check


def record_accounts(store: Store, rows: list[Account]) -> None:
    with store.writing(actor="li", action="x", subject="*", facts={}) as cursor:
        settings_table.record(cursor, Setting("motto", "x"))
        accounts_table.record(cursor, rows)


def test_all_unknown_codes_are_named_at_once_and_nothing_is_written(store: Store) -> None:
    rows = [
        Account("a", "a", "a", "county", "", "active"),
        Account("b", "b", "b", "boss", "", "asleep"),
        Account("c", "c", "c", "guest", "", "active"),
    ]
    with pytest.raises(UnknownCode) as error:
        record_accounts(store, rows)
    said = str(error.value)
    assert [part.partition(" is ")[0] for part in said.split("; ")] == [
        "account_entry.role: 'boss'",
        "account_entry.role: 'guest'",
        "account_entry.state: 'asleep'",
    ]
    assert "is not one of invited, active, disabled" in said
    assert (store.revision, store.ask("setting", Setting, name="motto")) == (0, [])


@pytest.mark.parametrize(
    ("table", "given"),
    [
        ("answer_entry", {"state": "missing", "value": 0.0}),
        ("answer_entry", {"state": "value", "value": None}),
        ("draft_entry", {"state": "not_applicable", "value": 0.0}),
        ("reply_entry", {"kind": "explanation", "explanation": None}),
        ("reply_entry", {"kind": "change", "explanation": "x"}),
        ("session_entry", {"reason": "idle", "ended_at": None}),
        ("spot_check_entry", {"outcome": "agree", "state": "not_applicable"}),
        ("spot_check_entry", {"outcome": "could_not", "state": "value", "value": 1.0}),
        ("spot_check_entry", {"outcome": "differ", "state": "value", "value": None}),
        ("spot_check_entry", {"outcome": "differ", "state": None, "value": 1.0}),
        ("period_entry", {"starts": "2024-03-02", "ends": DAY}),
    ],
    ids=str,
)
def test_what_goes_with_a_code_is_still_checked(
    store: Store, table: str, given: Mapping[str, object]
) -> None:
    with pytest.raises(duckdb.ConstraintException, match="CHECK"):
        write(store, table, given)


# ---- what there is


def test_the_demonstration_holds_no_code_but_ours(demo_database: Path, tmp_path: Path) -> None:
    opened = Store(copied(demo_database, tmp_path / "copy.duckdb"))
    with opened.reading() as cursor:
        assert strangers(cursor) == {}
        held = {table for table in CODED if cursor.table(table).limit(1).fetchall()}
    opened.close()
    assert len(held) > 20


def test_a_stranger_among_the_codes_is_found(store: Store) -> None:
    with store.writing(actor="li", action="x", subject="*", facts={}) as cursor:
        cursor.execute(
            "insert into team_entry values (1, 1, 't', 't', 'circus', 'x', 'county', 'b', '')"
        )
    with store.reading() as cursor:
        assert strangers(cursor) == {
            "team_entry.kind": ["circus"],
            "team_entry.sending_level": ["county"],
        }
