"""What the database is made of, compared with the code: a view that was replaced shows other facts,
though not a row was changed."""

from functools import cache

import duckdb

from assessment.store import schema

Definitions = frozenset[tuple[str, str, str]]
"""Kind, name and statement of each."""


def changed(cursor: duckdb.DuckDBPyConnection) -> list[str]:
    """What is not as the migrations make it, is missing or was slipped in, such as
    `view main.period_rule`."""
    return sorted({f"{kind} {name}" for kind, name, _ in _definitions(cursor) ^ _of_the_code()})


def _definitions(cursor: duckdb.DuckDBPyConnection) -> Definitions:
    rows = cursor.execute(
        """
        select 'table', schema_name || '.' || table_name, sql
        from duckdb_tables() where not internal and not temporary
        union all
        select 'view', schema_name || '.' || view_name, sql
        from duckdb_views() where not internal and not temporary
        union all
        select 'index', schema_name || '.' || index_name, coalesce(sql, '') from duckdb_indexes()
        union all
        select 'function', schema_name || '.' || function_name, coalesce(macro_definition, '')
        from duckdb_functions() where not internal
        union all
        select 'type', schema_name || '.' || type_name, logical_type
        from duckdb_types() where not internal
        """
    ).fetchall()
    return frozenset(rows)


@cache
def _of_the_code() -> Definitions:
    connection = duckdb.connect()
    try:
        schema.migrate(connection)
        return _definitions(connection)
    finally:
        connection.close()
