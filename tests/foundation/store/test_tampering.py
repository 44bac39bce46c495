"""Whoever changes a row, a view or a table of the file by hand is found by verifying it.

Every table has two rows, written by one honest record each. A case is one change made with plain
DuckDB; it is looked for in the same transaction, and taken back.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from assessment.store import audit_chain, definitions, row_seals, schema
from assessment.store.database import Store

HONEST = 2
"""Records, each with a row in every table."""

SAMPLES = {
    "VARCHAR": "'第' || $n || '条'",
    "BIGINT": "$n",
    "INTEGER": "$n",
    "DOUBLE": "$n + 0.5",
    "BOOLEAN": "$n = 1",
    "DATE": "date '2024-05-01' + $n",
    "TIMESTAMP": "timestamp '2024-05-01 08:00:00' + to_days($n)",
    "TIME": "time '08:00:00' + to_minutes($n)",
}
CHECKED = {
    **{
        (table, "state"): "'value'" for table in ("answer_entry", "draft_entry", "spot_check_entry")
    },
    ("result_entry", "month"): "date '2024-06-01'",
}
"""Where the table itself refuses other values."""
OTHERS = {
    "VARCHAR": "coalesce({column}, '') || '改'",
    "BIGINT": "{column} + 7",
    "INTEGER": "{column} + 7",
    "DOUBLE": "{column} + 0.001",
    "BOOLEAN": "not {column}",
    "DATE": "{column} + 1",
    "TIMESTAMP": "{column} + interval 1 microsecond",
    "TIME": "{column} + interval 1 second",
}
Columns = dict[str, str]
"""The type of each."""


def tables_of(connection: duckdb.DuckDBPyConnection) -> dict[str, Columns]:
    tables: dict[str, Columns] = {}
    for table, column, kind in connection.execute(
        """
        select table_name, column_name, data_type
        from duckdb_columns()
        where not internal and table_name in (select table_name from duckdb_tables())
        order by table_name, column_index
        """
    ).fetchall():
        tables.setdefault(table, {})[column] = kind
    return tables


def _fresh() -> tuple[dict[str, Columns], list[str]]:
    connection = duckdb.connect()
    schema.migrate(connection)
    views = connection.execute(
        "select schema_name || '.' || view_name from duckdb_views() where not internal order by all"
    ).fetchall()
    return tables_of(connection), [name for (name,) in views]


TABLES, VIEWS = _fresh()
ROWS = {name: columns for name, columns in TABLES.items() if name != "migration"}
FILLED = [name for name in TABLES if name not in row_seals.NOT_OF_A_RECORD]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with a row of each of two records in every table, closed."""
    file = tmp_path_factory.mktemp("tampering") / "six.duckdb"
    store = Store(file)
    for number in range(1, HONEST + 1):
        with store.writing(actor="li", action="a.b", subject="*", facts={"n": number}) as cursor:
            for table in FILLED:
                own = {c: kind for c, kind in TABLES[table].items() if c != "audit"}
                values = ", ".join(
                    CHECKED.get((table, column), SAMPLES[kind]).replace("$n", str(number))
                    for column, kind in own.items()
                )
                names = ", ".join(f'"{column}"' for column in own)
                cursor.execute(f"insert into {table} ({names}) select {values}")
    store.close()
    return file


@pytest.fixture
def tampering(filled: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect(str(filled))
    yield connection
    connection.close()


def flaws(connection: duckdb.DuckDBPyConnection) -> list[object]:
    """Everything that verifying finds; no row where nothing was changed."""
    walked = audit_chain.walk(connection)
    found: list[object] = [walked.flaw] if walked.flaw else []
    return [*found, *definitions.changed(connection), *row_seals.changed(connection)]


def found_after(connection: duckdb.DuckDBPyConnection, change: str) -> list[object]:
    """What is found after a change, or that the table refuses it."""
    connection.begin()
    try:
        connection.execute(change)
        return flaws(connection)
    except (duckdb.ConstraintException, duckdb.CatalogException) as refused:
        return [refused]
    finally:
        connection.rollback()


def test_nothing_is_found_where_nothing_was_changed(tampering: duckdb.DuckDBPyConnection) -> None:
    assert flaws(tampering) == []


@pytest.mark.thorough
@pytest.mark.parametrize("table", sorted(TABLES))
def test_a_row_that_was_changed_is_found_whatever_its_column(
    tampering: duckdb.DuckDBPyConnection, table: str
) -> None:
    first, *_ = TABLES[table]
    unnoticed = []
    for column, kind in TABLES[table].items():
        value = OTHERS[kind].format(column=f'"{column}"')
        row = f'(select min("{first}") from {table})'
        change = f'update {table} set "{column}" = {value} where "{first}" = {row}'
        if not found_after(tampering, change):
            unnoticed.append(column)
    assert unnoticed == []


@pytest.mark.thorough
@pytest.mark.parametrize("table", sorted(TABLES))
def test_a_row_that_was_deleted_is_found(tampering: duckdb.DuckDBPyConnection, table: str) -> None:
    first, *_ = TABLES[table]
    assert found_after(
        tampering, f'delete from {table} where "{first}" = (select min("{first}") from {table})'
    )


@pytest.mark.thorough
@pytest.mark.parametrize("table", sorted(FILLED))
def test_a_row_forged_under_an_old_record_is_found(
    tampering: duckdb.DuckDBPyConnection, table: str
) -> None:
    """The same row again, but for its key where it has one."""
    keys = {"snapshot", "snapshot_seal"}
    key = {"snapshot": "snapshot + 5 as snapshot"} if table in keys else {}
    names = ", ".join(key.get(column, f'"{column}"') for column in TABLES[table])
    forged = f"insert into {table} select {names} from {table} limit 1"
    assert found_after(tampering, forged)


@pytest.mark.thorough
@pytest.mark.parametrize("table", sorted(FILLED))
def test_a_table_that_was_taken_away_is_found(
    tampering: duckdb.DuckDBPyConnection, table: str
) -> None:
    assert found_after(tampering, f"alter table {table} rename to elsewhere")


@pytest.mark.thorough
@pytest.mark.parametrize("view", VIEWS)
def test_a_view_that_was_replaced_is_found(tampering: duckdb.DuckDBPyConnection, view: str) -> None:
    columns = tampering.execute(f"select * from {view} limit 0").description
    names = ", ".join(f'"{column[0]}"' for column in columns or ())
    replaced = f"create or replace view {view} as select {names} from {view}_kept where false"
    kept = f"create view {view}_kept as select {names} from {view}"
    assert f"view {view}" in found_after(tampering, f"{kept}; {replaced}")


SLIPPED_IN = {
    "a table": "create table more (audit bigint)",
    "a view": "create view more as select 1 as one",
    "a function": "create macro more(x) as x",
    "a function of ours": "create macro coalesce_sum(x) as sum(x)",
    "an index": "create index more on unit_entry (unit)",
    "a type": "create type more as enum ('a')",
    "a column": "alter table setting_entry add column more varchar",
    "another default": "alter table setting_entry alter column audit set default 1",
    "a migration": "insert into migration values (99, 'more', timestamp '2024-01-01', 'ab')",
    "a seal": "insert into row_seal select 1, rows from row_seal where audit = 2",
    "a seal that is no JSON": "update row_seal set rows = 'x' where audit = 2",
}


@pytest.mark.parametrize("change", SLIPPED_IN.values(), ids=list(SLIPPED_IN))
def test_what_was_slipped_in_is_found(tampering: duckdb.DuckDBPyConnection, change: str) -> None:
    assert found_after(tampering, change)


def test_the_seal_of_a_row_is_the_same_with_every_version_of_duckdb() -> None:
    """What was sealed by one version must be found whole by the next."""
    store = Store()
    with store.writing(actor="li", action="a.b", subject="*", facts={}) as cursor:
        cursor.execute(
            "insert into prefecture_entry (prefecture, name, name_en, lon, lat)"
            " values ('430600', '岳阳\"市', 'Yue\\nyang', 113.1, 1e-7)"
        )
    with store.reading() as cursor:
        ((rows,),) = cursor.execute("select rows from row_seal").fetchall()
    hash = json.loads(rows)["prefecture_entry"]
    assert hash == "0df419c4b58e28fd19df91477bdcc6a8ac8a0c4c00c2af5c4c3a028491fbcd21"
