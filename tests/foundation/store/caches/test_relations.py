"""What a query is answered from, compared with what the database itself plans to read."""

import re
from collections.abc import Iterator, Sequence

import duckdb
import pytest

from assessment.store import schema
from assessment.store.query_cache import EVERYTHING
from assessment.store.relations import AUDIT, BY_PARAMETER, MAIN, Relations
from assessment.store.snapshot_store import PUBLISHED
from assessment.store.sql_files import queries, statement

LIVE, AT_SNAPSHOT = (MAIN,), (PUBLISHED, MAIN)
SCANNED = re.compile(r'"Table": "(?:\w+\.)*(?:\\")?(\w+)')


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    """Plans every scan that a query names, also of tables that hold nothing."""
    opened = duckdb.connect()
    schema.migrate(opened)
    opened.execute("pragma disable_optimizer")
    opened.execute("set variable snapshot = 1")
    yield opened
    opened.close()


@pytest.mark.parametrize("path", [LIVE, AT_SNAPSHOT], ids="/".join)
@pytest.mark.parametrize("question", sorted(queries()))
def test_every_table_that_is_planned_to_be_read_is_known(
    connection: duckdb.DuckDBPyConnection, question: str, path: Sequence[str]
) -> None:
    text = statement(question)
    known = Relations.of(connection).tables(text, path)
    if BY_PARAMETER in text:
        assert known == EVERYTHING
        return
    planned = scanned(connection, text, path)
    assert planned - {AUDIT} <= known


def test_hardly_any_table_is_known_that_is_not_planned_to_be_read(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    """What is wrongly known costs time only; a plan may also leave out what it need not read."""
    relations = Relations.of(connection)
    texts = [text for name in queries() if BY_PARAMETER not in (text := statement(name))]
    alike = [relations.tables(text, LIVE) <= scanned(connection, text, LIVE) for text in texts]
    assert sum(alike) > 0.75 * len(texts)


def test_a_list_of_audit_records_goes_stale_with_every_record(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    """Where the records are not joined to rows that name them, one more changes the answer."""
    relations = Relations.of(connection)
    listing = {name for name in queries() if AUDIT in relations.tables(statement(name), LIVE)}
    assert {"audit", "audit_count", "audit_search", "session_refused"} <= listing
    for text in (
        "select max(audit) from audit",
        "select 1 from audit join x using (audit)",
        "select 1 from x right join audit using (audit)",
        "select 1 from x join audit as a on a.audit > x.audit",
        "select 1 from x join audit as a on a.actor = x.actor",
        "select 1 from x join audit as a on a.audit = a.audit",
        "select 1 from x join audit as a on a.audit = x.audit or x.audit > 1",
    ):
        assert AUDIT in relations.tables(text, LIVE), text
    for text in (
        "select 1 from x join audit using (audit)",
        "select 1 from x left join audit as a on a.audit = x.logged",
    ):
        assert AUDIT not in relations.tables(text, LIVE), text


def scanned(connection: duckdb.DuckDBPyConnection, text: str, path: Sequence[str]) -> set[str]:
    # A parameter that is known to be null would leave nothing to read.
    text = re.sub(r"\$\w+", "(select null)", text)
    with connection.cursor() as cursor:
        cursor.execute(f"set search_path = '{','.join(path)}'")
        try:
            rows = cursor.execute(f"explain (format json) {text}").fetchall()
        except duckdb.BinderException:
            if path == LIVE:
                raise
            pytest.skip("not a question to a snapshot: its relations lack what is asked for")
    return set(SCANNED.findall(rows[0][1]))
