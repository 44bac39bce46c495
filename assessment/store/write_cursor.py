"""The cursor of a write: it knows which tables were written to."""

import re

import duckdb

_INTO = re.compile(r'\binsert\s+into\s+(?:"?main"?\.)?"?(\w+)', re.IGNORECASE)


class WriteCursor:
    """A DuckDB cursor; `written` are the tables that an `insert` on it named."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self._cursor = cursor
        self.written: set[str] = set()

    def execute(self, query: str, parameters: object = None) -> duckdb.DuckDBPyConnection:
        self.written.update(table.lower() for table in _INTO.findall(query))
        return self._cursor.execute(query, parameters)

    def __getattr__(self, name: str) -> object:
        return getattr(self._cursor, name)
